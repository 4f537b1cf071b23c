package dev.sightline.benchmark.runner;

import java.util.List;
import java.util.Map;

/**
 * One way to run the application.
 *
 * @param name the name as it stands in the tables
 * @param jar the jar that is run
 * @param jvm further options for the JVM
 * @param arguments arguments for the application
 * @param environment environment variables for the application
 * @param sampled the share of its requests that has to arrive as server spans, from 0 to
 * 1, negative if it does not trace
 * @param scraped whether it has a scrape to measure
 */
record Variant(String name, String jar, List<String> jvm, List<String> arguments, Map<String, String> environment,
		double sampled, boolean scraped) {

	/**
	 * The share of those that trace, unless they say otherwise.
	 */
	static final double SAMPLED = 0.1;

	/**
	 * The share of those that do not trace.
	 */
	static final double NOT_TRACED = -1;

	/**
	 * Whether it has some signals only.
	 */
	boolean isSignal() {
		return this.name.startsWith("sightline only ");
	}

	/**
	 * What stands in the picture: neither the baseline nor a single signal.
	 */
	static boolean isPeer(String name) {
		return !name.equals("bare") && !name.contains(" ");
	}

}
