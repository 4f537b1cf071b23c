package dev.sightline.benchmark.runner;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Loads the probes before, while and after the database hangs.
 */
class ProbeLoad {

	private static final String READY = "health/ready";

	private static final String LIVE = "health/live";

	private static final int WARMUP_SECONDS = 8;

	private static final int WINDOWS = 3;

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

	private final Options options;

	private final Variants variants;

	private final Target target;

	ProbeLoad(Options options, Variants variants, Target target) {
		this.options = options;
		this.variants = variants;
		this.target = target;
	}

	void run() throws IOException, InterruptedException {
		try (Database database = new Database();
				App app = new App(this.variants.sightline("spring.datasource.url=" + database.url()), this.target,
						this.options.logs)) {
			await(app, 200);
			Load.run(app, READY, WARMUP_SECONDS);
			System.out.printf("%-14s %-18s %12s %10s %10s %9s%n", "probe", "database", "answers/s", "p50 (ms)",
					"p99 (ms)", "threads");
			row(app, READY, "answers", false);
			database.hang();
			await(app, 503);
			for (int window = 1; window <= WINDOWS; window++) {
				row(app, READY, "hangs, window " + window, true);
			}
			row(app, LIVE, "hangs", false);
			database.resume();
			await(app, 200);
			row(app, READY, "answers again", false);
		}
	}

	private static void await(App app, int status) throws IOException, InterruptedException {
		long start = System.nanoTime();
		while (app.status("/" + READY) != status) {
			if (System.nanoTime() - start > PATIENCE) {
				throw new BenchmarkException("/" + READY + " does not answer " + status);
			}
			Thread.sleep(50);
		}
	}

	private void row(App app, String probe, String database, boolean fails) throws IOException, InterruptedException {
		Load load = Load.run(app, probe, this.options.seconds, fails);
		System.out.printf(Locale.ROOT, "%-14s %-18s %12.0f %10.2f %10.2f %9.0f%n", "/" + probe, database,
				load.perSecond(), load.p50(), load.p99(), app.stat("threads", false));
	}

}
