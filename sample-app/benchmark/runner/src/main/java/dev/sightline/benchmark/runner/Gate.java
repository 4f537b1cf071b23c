package dev.sightline.benchmark.runner;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Compares the bytes that a request allocates with the committed figure.
 */
class Gate {

	private static final Path COMMITTED = Path.of("bytes-per-request.properties");

	private static final List<String> ENDPOINTS = List.of("text", "jdbc");

	private static final int WARMUP_SECONDS = 8;

	private static final int WINDOW_SECONDS = 3;

	private static final int REQUESTS = 20_000;

	private static final double ALLOWED_PERCENT = 15;

	private final Options options;

	private final Variant variant;

	private final Target target;

	Gate(Options options, Variant variant, Target target) {
		this.options = options;
		this.variant = variant;
		this.target = target;
	}

	void run() throws IOException, InterruptedException {
		Map<String, Long> measured = measure();
		if (this.options.update) {
			StringBuilder text = new StringBuilder("# Bytes that one request allocates: ./run --gate --update\n");
			measured.forEach((endpoint, bytes) -> text.append(endpoint).append('=').append(bytes).append('\n'));
			Files.writeString(COMMITTED, text);
			System.out.println("Wrote " + measured + " to " + COMMITTED);
			return;
		}
		if (!compare(measured)) {
			throw new BenchmarkException("A request allocates more than " + (int) ALLOWED_PERCENT
					+ " % above the committed figure. If it has to, run with --gate --update and commit the file.");
		}
	}

	private Map<String, Long> measure() throws IOException, InterruptedException {
		Map<String, Long> measured = new LinkedHashMap<>();
		try (App app = new App(this.variant, this.target, this.options.logs)) {
			for (String endpoint : ENDPOINTS) {
				System.out.println("Warming up /" + endpoint);
				Load.run(app, endpoint, WARMUP_SECONDS);
			}
			for (String endpoint : ENDPOINTS) {
				System.out.println("Measuring /" + endpoint);
				double before = app.stat("allocated", false);
				long requests = 0;
				while (requests < REQUESTS) {
					requests += Load.run(app, endpoint, WINDOW_SECONDS).requests();
				}
				measured.put(endpoint, Math.round((app.stat("allocated", false) - before) / requests));
			}
		}
		return measured;
	}

	private static boolean compare(Map<String, Long> measured) throws IOException {
		Properties committed = new Properties();
		if (!Files.exists(COMMITTED)) {
			throw new BenchmarkException("There is no " + COMMITTED + ": run with --gate --update");
		}
		try (Reader reader = Files.newBufferedReader(COMMITTED)) {
			committed.load(reader);
		}
		boolean good = true;
		System.out.printf("%-10s %12s %12s %12s%n", "endpoint", "committed", "measured", "difference");
		for (Map.Entry<String, Long> entry : measured.entrySet()) {
			String figure = committed.getProperty(entry.getKey());
			if (figure == null) {
				throw new BenchmarkException("No " + entry.getKey() + " in " + COMMITTED);
			}
			double percent = 100.0 * entry.getValue() / Long.parseLong(figure.strip()) - 100;
			System.out.printf(Locale.ROOT, "%-10s %,12d %,12d %+10.1f %%%n", entry.getKey(),
					Long.parseLong(figure.strip()), entry.getValue(), percent);
			good &= percent <= ALLOWED_PERCENT;
		}
		return good;
	}

}
