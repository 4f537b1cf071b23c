package dev.sightline.autoconfigure.dashboard;

/**
 * What a panel asks its data source.
 *
 * @param source the data source
 * @param expression the query in PromQL or LogQL, with the variables of Grafana
 * @param legend how a series is named, with labels in double braces; may be empty
 */
record Query(Source source, String expression, String legend) {

	/**
	 * A query, in which two marks stand for what nearly all have: <code>{@</code> begins
	 * a selector of the application and its instances, and <code>[@]</code> is the
	 * interval that suits the scrape and the resolution.
	 */
	Query {
		expression = expression.replace("{@", "{job=~'$application',instance=~'$instance'")
			.replace("[@]", "[$__rate_interval]");
	}

}
