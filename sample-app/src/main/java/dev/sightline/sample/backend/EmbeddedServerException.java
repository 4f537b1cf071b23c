package dev.sightline.sample.backend;

/**
 * A server that the application brings along did not start, as on a platform that it has
 * no binaries for.
 */
class EmbeddedServerException extends RuntimeException {

	private final String profile;

	private final String variable;

	EmbeddedServerException(String server, String profile, String variable, Exception cause) {
		super("The embedded %s did not start on %s %s: %s".formatted(server, System.getProperty("os.name"),
				System.getProperty("os.arch"), cause), cause);
		this.profile = profile;
		this.variable = variable;
	}

	/**
	 * What to do without it.
	 */
	String getRemedy() {
		return "Set the variable %s to the URL of a running server, or start without the profile \"%s\"."
			.formatted(this.variable, this.profile);
	}

}
