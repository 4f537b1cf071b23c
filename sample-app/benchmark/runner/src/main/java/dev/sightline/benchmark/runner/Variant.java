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
 * @param traced whether a tenth of its requests has to arrive as server spans
 * @param scraped whether it has a scrape to measure
 */
record Variant(String name, String jar, List<String> jvm, List<String> arguments, Map<String, String> environment,
		boolean traced, boolean scraped) {

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
