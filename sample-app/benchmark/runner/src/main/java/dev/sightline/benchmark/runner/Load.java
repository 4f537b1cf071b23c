package dev.sightline.benchmark.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code wrk} said about one load.
 *
 * @param requests answers that came
 * @param perSecond answers a second
 * @param p50 the median latency in milliseconds
 * @param p99 the 99th percentile of the latency in milliseconds
 */
record Load(long requests, double perSecond, double p50, double p99) {

	private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");

	private static final Pattern PER_SECOND = Pattern.compile("Requests/sec:\\s+([\\d.]+)");

	private static final Pattern ERRORS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

	private static final Pattern SOCKET_ERRORS = Pattern.compile("Socket errors: .*");

	/**
	 * Load an endpoint from the second core.
	 */
	static Load run(App app, String endpoint, int seconds) throws IOException, InterruptedException {
		return run(app, endpoint, seconds, "fail".equals(endpoint));
	}

	/**
	 * Load an endpoint from the second core.
	 * @param fails whether it has to answer with errors
	 */
	static Load run(App app, String endpoint, int seconds, boolean fails) throws IOException, InterruptedException {
		Process wrk = new ProcessBuilder("taskset", "-c", "1", "wrk", "-t1", "-c8", "-d" + seconds + "s", "--latency",
				app.url("/" + endpoint))
			.redirectErrorStream(true)
			.start();
		String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		wrk.waitFor();
		Matcher errors = ERRORS.matcher(output);
		boolean failed = errors.find();
		if (failed != fails) {
			throw new BenchmarkException("/" + endpoint + (failed ? " failed: " : " should have failed: ") + output);
		}
		Matcher socketErrors = SOCKET_ERRORS.matcher(output);
		if (socketErrors.find()) {
			throw new BenchmarkException("/" + endpoint + ": " + socketErrors.group());
		}
		return new Load((long) number(REQUESTS, output), number(PER_SECOND, output), latency("50", output),
				latency("99", output));
	}

	private static double number(Pattern pattern, String output) {
		Matcher matcher = pattern.matcher(output);
		if (!matcher.find()) {
			throw new BenchmarkException("wrk said: " + output);
		}
		return Double.parseDouble(matcher.group(1));
	}

	private static double latency(String percentile, String output) {
		Matcher matcher = Pattern.compile("\\b" + percentile + "%\\s+([\\d.]+)(us|ms|s)").matcher(output);
		if (!matcher.find()) {
			throw new BenchmarkException("wrk said: " + output);
		}
		double unit = switch (matcher.group(2)) {
			case "us" -> 0.001;
			case "ms" -> 1;
			default -> 1000;
		};
		return Double.parseDouble(matcher.group(1)) * unit;
	}

}
