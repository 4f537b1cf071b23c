package dev.sightline.benchmark.runner;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * A variant that runs. It has a receiver of its own, which counts what of it arrives.
 */
class Contender implements AutoCloseable {

	static final int LEAST_WARMUP_SECONDS = 60;

	private static final int WARMUP_LAPS = 3;

	private static final int MOST_WARMUP_LAPS = 15;

	/**
	 * The share of the time that the JIT compiler may still work when the warm-up ends.
	 */
	private static final double RESTING = 0.1;

	/**
	 * How far the share of the spans that arrive may be from what was to arrive.
	 */
	private static final double DEVIATION = 0.2;

	private static final int LAST_BATCH_SECONDS = 15;

	/**
	 * Longer than it takes until a batch that is not full is sent.
	 */
	private static final int BATCH_SECONDS = 2;

	private final Variant variant;

	private final List<String> endpoints;

	private final Receiver receiver;

	private final App app;

	private long requests;

	/**
	 * Start a variant.
	 * @param index its place among those that were asked for
	 */
	Contender(Options options, int index, Target target) throws IOException, InterruptedException {
		this.receiver = new Receiver();
		this.variant = new Variants(this.receiver).of(options).get(index);
		this.endpoints = options.endpoints(this.variant);
		try {
			this.app = new App(this.variant, target, options.logs);
		}
		catch (IOException | InterruptedException | BenchmarkException ex) {
			this.receiver.close();
			throw ex;
		}
	}

	Variant variant() {
		return this.variant;
	}

	String name() {
		return this.variant.name();
	}

	App app() {
		return this.app;
	}

	boolean isLoadedOn(String endpoint) {
		return this.endpoints.contains(endpoint);
	}

	Load load(String endpoint, int seconds) throws IOException, InterruptedException {
		Load load = Load.run(this.app, endpoint, seconds);
		this.requests += load.requests();
		return load;
	}

	/**
	 * All endpoints in turn, several times: what is compiled for the first alone is
	 * compiled again for the others, and whether well or not is decided by chance. On a
	 * slow machine it takes longer until the compiler rests.
	 * @param least the least seconds for each endpoint
	 */
	void warmUp(int least) throws IOException, InterruptedException {
		this.app.useCores(App.ALL_CORES);
		int total = Math.max(least * this.endpoints.size(), LEAST_WARMUP_SECONDS);
		int seconds = Math.max(1, total / this.endpoints.size() / WARMUP_LAPS);
		double busy = 1;
		for (int lap = 1; lap <= WARMUP_LAPS || (busy > RESTING && lap <= MOST_WARMUP_LAPS); lap++) {
			double compiling = this.app.stat("compiling", false);
			long start = System.nanoTime();
			for (String endpoint : this.endpoints) {
				load(endpoint, seconds);
			}
			busy = 1e6 * (this.app.stat("compiling", false) - compiling) / (System.nanoTime() - start);
			Measurement.progress("lap %d: the JIT compiler was busy %.0f %% of the time", lap, 100 * busy);
		}
		this.app.useCores(App.MEASURED_CORE);
	}

	/**
	 * The share of the requests whose server span arrived. A variant that sends nothing
	 * is no competitor.
	 */
	double spanShare() throws InterruptedException {
		long all = this.requests + this.app.ownRequests();
		double least = this.variant.sampled() * (1 - DEVIATION);
		long spans = -1;
		double share = 0;
		for (int i = 0; i < LAST_BATCH_SECONDS; i += BATCH_SECONDS) {
			Thread.sleep(1000 * BATCH_SECONDS);
			long now = this.receiver.serverSpans();
			share = (double) now / all;
			if (now == spans && share >= least) {
				break;
			}
			spans = now;
		}
		if (share < least || share > this.variant.sampled() * (1 + DEVIATION)) {
			throw new BenchmarkException(String.format(Locale.ROOT,
					"%s delivered %.1f %% of %,d requests as server spans instead of %.1f %%", name(), 100 * share, all,
					100 * this.variant.sampled()));
		}
		Measurement.progress("%s delivered %.1f %% of %,d requests as spans, %s", name(), 100 * share, all,
				this.receiver.requests());
		return share;
	}

	@Override
	public void close() {
		this.app.close();
		this.receiver.close();
	}

}
