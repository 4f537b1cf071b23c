package dev.sightline.benchmark.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures all variants in one round. They run side by side and take turns under load:
 * what the machine has to do for others changes within minutes, so what is to be compared
 * is measured within seconds.
 */
class Measurement {

	private static final int[] SERIES = { 1_000, 10_000, 100_000 };

	private static final int SCRAPES = 5;

	/**
	 * Seconds of a turn that are measured.
	 */
	static final int TURN_SECONDS = 3;

	/**
	 * What a change of application and endpoint needs. It is longer than spans wait until
	 * they are sent, so that a turn pays for as many as it makes.
	 */
	static final int SETTLE_SECONDS = 2;

	private final Options options;

	private final Target target;

	private final Results results;

	Measurement(Options options, Target target, Results results) {
		this.options = options;
		this.target = target;
		this.results = results;
	}

	/**
	 * Measure one round.
	 * @param round its number, from 1
	 * @param variants how many variants there are
	 */
	void run(int round, int variants) throws IOException, InterruptedException {
		List<Contender> contenders = new ArrayList<>();
		try {
			for (int i = 0; i < variants; i++) {
				contenders.add(start(round, i));
			}
			for (String endpoint : this.options.endpoints) {
				for (int turn = 1; turn <= this.options.turns(); turn++) {
					for (Contender contender : contenders) {
						if (contender.isLoadedOn(endpoint)) {
							load((round - 1) * this.options.turns() + turn, contender, endpoint);
						}
					}
				}
			}
			for (Contender contender : contenders) {
				finish(round, contender);
			}
		}
		finally {
			contenders.forEach(Contender::close);
		}
	}

	private Contender start(int round, int index) throws IOException, InterruptedException {
		Contender contender = new Contender(this.options, index, this.target);
		App app = contender.app();
		System.out.printf(Locale.ROOT, "%s started in %.1f s with %.1f s of CPU, warming up%n", contender.name(),
				app.startSeconds(), app.startCpuSeconds());
		this.results.add(round, contender.name(), "process", "start_s", app.startSeconds());
		this.results.add(round, contender.name(), "process", "start_cpu_s", app.startCpuSeconds());
		contender.warmUp(this.options.warmup);
		return contender;
	}

	private void load(int turn, Contender contender, String endpoint) throws IOException, InterruptedException {
		App app = contender.app();
		contender.load(endpoint, SETTLE_SECONDS);
		double bytes = app.stat("allocated", false);
		double cpu = app.cpuSeconds();
		Load load = contender.load(endpoint, TURN_SECONDS);
		cpu = (app.cpuSeconds() - cpu) * 1e6 / load.requests();
		bytes = (app.stat("allocated", false) - bytes) / load.requests();
		String variant = contender.name();
		this.results.add(turn, variant, endpoint, "requests_per_s", load.perSecond());
		this.results.add(turn, variant, endpoint, "cpu_us", cpu);
		this.results.add(turn, variant, endpoint, "bytes", bytes);
		this.results.add(turn, variant, endpoint, "p50_ms", load.p50());
		this.results.add(turn, variant, endpoint, "p99_ms", load.p99());
		progress("turn %d, %-6s %,8.0f requests/s, %,6.0f us of CPU and %,8.0f bytes each, p99 %.2f ms: %s", turn,
				endpoint, load.perSecond(), cpu, bytes, load.p99(), variant);
	}

	private void finish(int round, Contender contender) throws IOException, InterruptedException {
		App app = contender.app();
		String name = contender.name();
		this.results.add(round, name, "process", "resident_mib", app.residentMebibytes());
		this.results.add(round, name, "process", "threads", app.stat("threads", false));
		this.results.add(round, name, "process", "heap_mib", app.stat("heap", true) / 1024 / 1024);
		if (contender.variant().sampled() >= 0) {
			this.results.add(round, name, "process", "span_share", contender.spanShare());
		}
		if (contender.variant().scraped()) {
			scrape(round, name, app);
		}
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

	static void progress(String pattern, Object... arguments) {
		System.out.printf(Locale.ROOT, "    " + pattern + "%n", arguments);
	}

}
