package dev.sightline.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * Runs the whole benchmark, or only the gate, the load of the probes or starts.
 */
public final class BenchmarkRunner {

	private BenchmarkRunner() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		try (Receiver receiver = new Receiver(); Target target = new Target()) {
			Options options = Options.parse(args);
			Variants variants = new Variants(receiver);
			if (options.logs != null) {
				Files.createDirectories(options.logs);
			}
			if (options.gate) {
				new Gate(options, variants.sightline(), target).run();
			}
			else if (options.probes) {
				new ProbeLoad(options, variants, target).run();
			}
			else if (options.start) {
				new StartComparison(options, variants, target).run();
			}
			else {
				run(options, variants.of(options), target);
			}
		}
		catch (BenchmarkException ex) {
			System.err.println("FAILED: " + ex.getMessage());
			System.exit(1);
		}
	}

	private static void run(Options options, List<Variant> variants, Target target)
			throws IOException, InterruptedException {
		System.out.printf("%d variants, rounds: %d, about %d minutes, or more where the JIT compiler does not rest%n",
				variants.size(), options.rounds,
				options.rounds * variants.stream().mapToInt((variant) -> seconds(options, variant)).sum() / 60 + 1);
		Results results = new Results(options.out);
		Measurement measurement = new Measurement(options, target, results);
		for (int round = 1; round <= options.rounds; round++) {
			System.out.printf("Round %d of %d%n", round, options.rounds);
			measurement.run(round, variants.size());
		}
		Files.writeString(options.out.resolve("results.md"), new MarkdownReport(results, options).write());
		Files.writeString(options.out.resolve("results.svg"), new SvgReport(results, options).write());
		System.out.println("Wrote results.md, results.svg and results.csv to " + options.out.normalize());
	}

	private static int seconds(Options options, Variant variant) {
		int endpoints = options.endpoints(variant).size();
		return 25 + Math.max(Contender.LEAST_WARMUP_SECONDS, endpoints * options.warmup)
				+ endpoints * options.turns() * (Measurement.SETTLE_SECONDS + Measurement.TURN_SECONDS);
	}

}
