package dev.sightline.benchmark.runner;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Starts the application without and with Sightline, each from its jar and by the recipe
 * of "How do I start faster?". They take turns, and each start is compared with that of
 * the bare application from its jar in the same round.
 */
class StartComparison {

	private static final Path FOLDER = Path.of("app/target/start");

	/**
	 * Since this version the JVM keeps more than classes.
	 */
	private static final int AOT_CACHE = 25;

	private static final long PATIENCE_SECONDS = 300;

	private final Options options;

	private final Variants variants;

	private final Target target;

	StartComparison(Options options, Variants variants, Target target) {
		this.options = options;
		this.variants = variants;
		this.target = target;
	}

	void run() throws IOException, InterruptedException {
		List<Start> starts = new ArrayList<>();
		for (String name : List.of("bare", "sightline")) {
			starts.add(new Start(name, this.variants.peer(name)));
		}
		for (Start start : List.copyOf(starts)) {
			System.out.println("Recording " + start.name());
			starts.add(new Start(start.name() + ", recipe", record(start.variant())));
		}
		for (int round = 1; round <= this.options.rounds; round++) {
			System.out.println("Round " + round + " of " + this.options.rounds);
			for (Start start : starts) {
				try (App app = new App(start.variant(), this.target, this.options.logs)) {
					start.cpu().add(app.startCpuSeconds());
					start.wall().add(app.startSeconds());
					start.resident().add(app.residentMebibytes());
				}
			}
		}
		System.out.printf("JDK %s, medians of %d starts, and the least and the most of the ratios%n", Runtime.version(),
				this.options.rounds);
		System.out.printf("%-20s %8s %22s %8s %14s%n", "", "CPU (s)", "beside bare", "wall (s)", "resident (MiB)");
		starts.forEach((start) -> start.print(starts.get(0)));
	}

	private Variant record(Variant variant) throws IOException, InterruptedException {
		Path folder = FOLDER.resolve(variant.name());
		Files.createDirectories(FOLDER);
		java(variant, List.of("-Djarmode=tools", "-jar", variant.jar(), "extract", "--force", "--destination",
				folder.toString()));
		String jar = folder.resolve(Path.of(variant.jar()).getFileName()).toString();
		boolean aot = Runtime.version().feature() >= AOT_CACHE;
		Path record = folder.resolve(aot ? "app.aot" : "app.jsa");
		// The JVM says nothing of a record that does not match, it only starts slowly.
		Files.deleteIfExists(record);
		List<String> training = new ArrayList<>(App.JVM);
		training.add((aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + record);
		training.addAll(List.of("-Dspring.context.exit=onRefresh", "-jar", jar, "--bench.target=" + this.target.url()));
		training.addAll(variant.arguments());
		java(variant, training);
		if (!Files.exists(record)) {
			throw new BenchmarkException("Nothing was recorded of " + variant.name());
		}
		return new Variant(variant.name() + " by recipe", jar,
				List.of((aot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + record), variant.arguments(),
				variant.environment(), variant.sampled(), false);
	}

	private static void java(Variant variant, List<String> arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(new File("/dev/null"));
		builder.environment().putAll(variant.environment());
		Process process = builder.start();
		if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
			process.destroyForcibly();
			throw new BenchmarkException(variant.name() + " did not end: " + arguments);
		}
		if (process.exitValue() != 0) {
			throw new BenchmarkException(variant.name() + " ended with " + process.exitValue() + ": " + arguments);
		}
	}

	/**
	 * One way to start, and what its starts took.
	 */
	private record Start(String name, Variant variant, List<Double> cpu, List<Double> wall, List<Double> resident) {

		Start(String name, Variant variant) {
			this(name, variant, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
		}

		void print(Start bare) {
			List<Double> ratios = new ArrayList<>();
			for (int i = 0; i < this.cpu.size(); i++) {
				ratios.add(this.cpu.get(i) / bare.cpu.get(i));
			}
			System.out.printf(Locale.ROOT, "%-20s %8.1f %8.2f (%.2f..%.2f) %8.1f %14.0f%n", this.name,
					Results.median(this.cpu), Results.median(ratios),
					ratios.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
					ratios.stream().mapToDouble(Double::doubleValue).max().orElseThrow(), Results.median(this.wall),
					Results.median(this.resident));
		}

	}

}
