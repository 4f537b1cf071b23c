package dev.sightline.autoconfigure.http.client;

/**
 * Makes a route out of what a client calls its template, which may well be a URL that was
 * put together by hand.
 */
final class RouteTemplate {

	private static final String VARIABLE = "{id}";

	private static final int LONGEST_EXTENSION = 5;

	private final String template;

	private final int start;

	private final int end;

	/**
	 * Whether the path has variables, so that a number in it is rather a version.
	 */
	private final boolean variables;

	private RouteTemplate(String template) {
		this.template = template;
		this.start = startOfPath(template);
		this.end = endOfPath(template, this.start);
		int brace = template.indexOf('{', this.start);
		this.variables = brace >= 0 && brace < this.end;
	}

	/**
	 * The path of a template without its query, and with {@code {id}} for each segment
	 * that looks like an id.
	 */
	static String toRoute(String template) {
		return new RouteTemplate(template).toRoute();
	}

	private String toRoute() {
		StringBuilder route = new StringBuilder(this.end - this.start + 1);
		int position = this.start;
		if (position == this.end || this.template.charAt(position) != '/') {
			route.append('/');
		}
		while (position < this.end) {
			int next = skipTo(this.template, position, this.end, "/");
			appendSegment(route, position, next);
			if (next < this.end) {
				route.append('/');
			}
			position = next + 1;
		}
		return route.toString();
	}

	private void appendSegment(StringBuilder route, int from, int to) {
		// What follows a semicolon may be the id of a session.
		int segmentEnd = skipTo(this.template, from, to, ";");
		int extension = this.template.lastIndexOf('.', segmentEnd - 1);
		boolean extended = extension > from && isExtension(extension + 1, segmentEnd)
				&& !Segment.isAddress(this.template, from, segmentEnd);
		int stemEnd = extended ? extension : segmentEnd;
		if (new Segment(this.template, from, stemEnd).isId(this.variables)) {
			route.append(VARIABLE).append(this.template, stemEnd, segmentEnd);
		}
		else {
			route.append(this.template, from, segmentEnd);
		}
	}

	private boolean isExtension(int from, int to) {
		for (int i = from; i < to; i++) {
			if (!Character.isLetter(this.template.charAt(i))) {
				return false;
			}
		}
		return to > from && to - from <= LONGEST_EXTENSION;
	}

	private static int startOfPath(String template) {
		for (String scheme : new String[] { "http://", "https://" }) {
			if (template.regionMatches(true, 0, scheme, 0, scheme.length())) {
				return skipTo(template, scheme.length(), template.length(), "/?#");
			}
		}
		return 0;
	}

	private static int endOfPath(String template, int start) {
		return skipTo(template, start, template.length(), "?#");
	}

	/**
	 * The index of the first of some characters that is not within a variable.
	 */
	private static int skipTo(String template, int from, int to, String characters) {
		for (int i = from; i < to; i++) {
			char character = template.charAt(i);
			if (characters.indexOf(character) >= 0) {
				return i;
			}
			int brace = (character == '{') ? template.indexOf('}', i) : -1;
			if (brace > 0 && brace < to) {
				i = brace;
			}
		}
		return to;
	}

}
