package dev.sightline.benchmark.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures one variant in one round.
 */
class Measurement {

	private static final int[] SERIES = { 1_000, 10_000, 100_000 };

	private static final int SCRAPES = 5;

	/**
	 * How far the share of the spans that arrive may be from what was to arrive.
	 */
	private static final double DEVIATION = 0.2;

	private static final int LAST_BATCH_SECONDS = 15;

	/**
	 * Longer than it takes until a batch that is not full is sent.
	 */
	private static final int BATCH_SECONDS = 2;

	/**
	 * What a change of endpoint and core needs.
	 */
	static final int SETTLE_SECONDS = 3;

	private static final int WARMUP_LAPS = 3;

	private static final int MOST_WARMUP_LAPS = 15;

	/**
	 * The share of the time that the JIT compiler may still work when the warm-up ends.
	 */
	private static final double RESTING = 0.1;

	static final int LEAST_WARMUP_SECONDS = 60;

	private final Options options;

	private final Receiver receiver;

	private final Target target;

	private final Results results;

	Measurement(Options options, Receiver receiver, Target target, Results results) {
		this.options = options;
		this.receiver = receiver;
		this.target = target;
		this.results = results;
	}

	void run(int round, Variant variant) throws IOException, InterruptedException {
		String name = variant.name();
		long spansBefore = this.receiver.serverSpans();
		this.receiver.takeRequests();
		try (App app = new App(variant, this.target, this.options.logs)) {
			progress("started in %.1f s with %.1f s of CPU, warming up", app.startSeconds(), app.startCpuSeconds());
			long requests = 0;
			List<String> endpoints = this.options.endpoints(variant);
			app.useCores(App.ALL_CORES);
			requests += warmUp(app, endpoints);
			app.useCores(App.MEASURED_CORE);
			for (String endpoint : endpoints) {
				requests += Load.run(app, endpoint, SETTLE_SECONDS).requests();
				requests += load(round, name, app, endpoint);
			}
			this.results.add(round, name, "process", "start_s", app.startSeconds());
			this.results.add(round, name, "process", "start_cpu_s", app.startCpuSeconds());
			this.results.add(round, name, "process", "resident_mib", app.residentMebibytes());
			this.results.add(round, name, "process", "threads", app.stat("threads", false));
			this.results.add(round, name, "process", "heap_mib", app.stat("heap", true) / 1024 / 1024);
			if (variant.sampled() >= 0) {
				this.results.add(round, name, "process", "span_share",
						share(variant, requests + app.ownRequests(), spansBefore));
			}
			progress("the receiver got %s", this.receiver.takeRequests());
			if (variant.scraped()) {
				scrape(round, name, app);
			}
		}
	}

	/**
	 * All endpoints in turn, several times: what is compiled for the first alone is
	 * compiled again for the others, and whether well or not is decided by chance. On a
	 * slow machine it takes longer until the compiler rests.
	 */
	private long warmUp(App app, List<String> endpoints) throws IOException, InterruptedException {
		int total = Math.max(this.options.warmup * endpoints.size(), LEAST_WARMUP_SECONDS);
		int seconds = Math.max(1, total / endpoints.size() / WARMUP_LAPS);
		long requests = 0;
		double busy = 1;
		for (int lap = 1; lap <= WARMUP_LAPS || (busy > RESTING && lap <= MOST_WARMUP_LAPS); lap++) {
			double compiling = app.stat("compiling", false);
			long start = System.nanoTime();
			for (String endpoint : endpoints) {
				requests += Load.run(app, endpoint, seconds).requests();
			}
			busy = 1e6 * (app.stat("compiling", false) - compiling) / (System.nanoTime() - start);
			progress("lap %d: the JIT compiler was busy %.0f %% of the time", lap, 100 * busy);
		}
		return requests;
	}

	private long load(int round, String variant, App app, String endpoint) throws IOException, InterruptedException {
		double bytes = app.stat("allocated", false);
		double cpu = app.cpuSeconds();
		Load load = Load.run(app, endpoint, this.options.seconds);
		cpu = (app.cpuSeconds() - cpu) * 1e6 / load.requests();
		bytes = (app.stat("allocated", false) - bytes) / load.requests();
		this.results.add(round, variant, endpoint, "requests_per_s", load.perSecond());
		this.results.add(round, variant, endpoint, "cpu_us", cpu);
		this.results.add(round, variant, endpoint, "bytes", bytes);
		this.results.add(round, variant, endpoint, "p50_ms", load.p50());
		this.results.add(round, variant, endpoint, "p99_ms", load.p99());
		progress("%-6s %,8.0f requests/s, %,6.0f us of CPU and %,8.0f bytes each, p99 %.2f ms", endpoint,
				load.perSecond(), cpu, bytes, load.p99());
		return load.requests();
	}

	/**
	 * The share of the requests whose server span arrived. A variant that sends nothing
	 * is no competitor.
	 */
	private double share(Variant variant, long requests, long spansBefore) throws InterruptedException {
		double least = variant.sampled() * (1 - DEVIATION);
		long spans = -1;
		double share = 0;
		for (int i = 0; i < LAST_BATCH_SECONDS; i += BATCH_SECONDS) {
			Thread.sleep(1000 * BATCH_SECONDS);
			long now = this.receiver.serverSpans();
			share = (double) (now - spansBefore) / requests;
			if (now == spans && share >= least) {
				break;
			}
			spans = now;
		}
		if (share < least || share > variant.sampled() * (1 + DEVIATION)) {
			throw new BenchmarkException(String.format(Locale.ROOT,
					"%s delivered %.1f %% of %,d requests as server spans instead of %.1f %%", variant.name(),
					100 * share, requests, 100 * variant.sampled()));
		}
		progress("delivered %.1f %% of %,d requests as spans", 100 * share, requests);
		return share;
	}

	private void scrape(int round, String variant, App app) throws IOException {
		for (int series : SERIES) {
			app.get("/bench/series?n=" + series);
			List<Double> times = new ArrayList<>();
			int size = 0;
			for (int i = 0; i < SCRAPES; i++) {
				long start = System.nanoTime();
				size = app.get("/actuator/prometheus").length();
				times.add((System.nanoTime() - start) / 1e6);
			}
			double time = Results.median(times);
			this.results.add(round, variant, "scrape " + series, "time_ms", time);
			this.results.add(round, variant, "scrape " + series, "size_kb", size / 1000.0);
			progress("scrape of %,d series: %.0f ms, %,d kB", series, time, size / 1000);
		}
	}

	private static void progress(String pattern, Object... arguments) {
		System.out.printf(Locale.ROOT, "    " + pattern + "%n", arguments);
	}

}
