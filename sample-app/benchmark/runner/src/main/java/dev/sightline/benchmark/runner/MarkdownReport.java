package dev.sightline.benchmark.runner;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import dev.sightline.benchmark.runner.Results.Figure;

/**
 * Writes the figures as tables.
 */
class MarkdownReport {

	private static final String BARE = "bare";

	private final Results results;

	private final Options options;

	private final StringBuilder text = new StringBuilder();

	MarkdownReport(Results results, Options options) {
		this.results = results;
		this.options = options;
	}

	String write() throws IOException {
		head();
		for (String endpoint : this.options.endpoints) {
			endpoint(endpoint);
		}
		process();
		if (this.results.variants().stream().anyMatch((variant) -> variant.contains(" "))) {
			prices();
		}
		if (this.results.variants().stream().anyMatch(this::isScraped)) {
			scrapes();
		}
		return this.text.toString();
	}

	private void head() throws IOException {
		Properties versions = new Properties();
		try (InputStream stream = MarkdownReport.class.getResourceAsStream("/versions.properties")) {
			versions.load(stream);
		}
		line("# Results");
		line("");
		line("Written by `sample-app/benchmark/run` on %s. JDK %s. %s.", LocalDate.now(),
				System.getProperty("java.version"),
				String.join(", ",
						new TreeMap<>(versions).entrySet()
							.stream()
							.map((entry) -> entry.getKey() + " " + entry.getValue())
							.toList()));
		line("");
		line("The variants of a round ran side by side on one core (SerialGC, 512 MiB of heap) and took turns under load, "
				+ "`wrk` with 8 connections on another core: at least %d s of warm-up for each endpoint on both cores, then "
				+ "%d turns of %d s each on one, rounds: %d. Variants with some signals only were loaded on %s. "
				+ "A tenth of the requests is sampled, unless the name of a variant says otherwise; every variant that "
				+ "traces sent its spans to a receiver of its own. "
				+ "A figure is the median of the turns of all rounds (least..most); a ratio is to the bare application in "
				+ "the same turn.", this.options.warmup, this.options.turns(), Measurement.TURN_SECONDS,
				this.options.rounds, String.join(" and ", this.options.priced()));
		line("");
		line("![CPU and bytes of a request, compared with the bare application](results.svg)");
	}

	private void endpoint(String endpoint) {
		line("");
		line("## /%s", endpoint);
		line("");
		header("Variant", "CPU ratio", "Bytes ratio", "CPU us", "Bytes", "Requests/s", "p50 ms", "p99 ms");
		for (String variant : this.results.variants()) {
			if (this.results.figure(variant, endpoint, "cpu_us") == null) {
				continue;
			}
			row(variant, ratio(variant, endpoint, "cpu_us"), ratio(variant, endpoint, "bytes"),
					cell(variant, endpoint, "cpu_us", "%,.1f"), cell(variant, endpoint, "bytes", "%,.0f"),
					cell(variant, endpoint, "requests_per_s", "%,.0f"), cell(variant, endpoint, "p50_ms", "%.2f"),
					cell(variant, endpoint, "p99_ms", "%.2f"));
		}
	}

	private void process() {
		line("");
		line("## Process");
		line("");
		header("Variant", "Start-up s", "Start-up CPU s", "CPU ratio", "Resident MiB", "Heap after GC MiB", "Threads",
				"Requests that arrived as spans");
		for (String variant : this.results.variants()) {
			row(variant, cell(variant, "process", "start_s", "%.1f"), cell(variant, "process", "start_cpu_s", "%.1f"),
					ratio(variant, "process", "start_cpu_s"), cell(variant, "process", "resident_mib", "%.0f"),
					cell(variant, "process", "heap_mib", "%.1f"), cell(variant, "process", "threads", "%.0f"),
					cell(variant, "process", "span_share", "%.3f"));
		}
	}

	/**
	 * A single signal is compared with none, an option with everything on.
	 */
	private void prices() {
		line("");
		line("## What a signal or an option adds");
		line("");
		line("CPU microseconds and bytes of a request: of one signal compared with all signals off, of an option "
				+ "compared with Sightline's defaults.");
		line("");
		List<String> priced = this.options.priced();
		header("Variant", priced.toArray(String[]::new));
		for (String variant : this.results.variants()) {
			String base = variant.startsWith("sightline only ") ? "sightline only off" : "sightline";
			if (variant.contains(" ") && !variant.equals(base)) {
				row(variant, priced.stream().map((endpoint) -> {
					Figure cpu = this.results.compare(variant, base, endpoint, "cpu_us", (a, b) -> a - b);
					Figure bytes = this.results.compare(variant, base, endpoint, "bytes", (a, b) -> a - b);
					return (cpu == null || bytes == null) ? ""
							: String.format(Locale.ROOT, "%+,.1f us, %+,.0f B", cpu.median(), bytes.median());
				}).toArray(String[]::new));
			}
		}
	}

	private void scrapes() {
		line("");
		line("## Scrape");
		line("");
		header("Variant", "1,000 series", "10,000 series", "100,000 series");
		for (String variant : this.results.variants()) {
			if (isScraped(variant)) {
				row(variant, scrape(variant, "scrape 1000"), scrape(variant, "scrape 10000"),
						scrape(variant, "scrape 100000"));
			}
		}
	}

	private boolean isScraped(String variant) {
		return this.results.figure(variant, "scrape 1000", "time_ms") != null;
	}

	private String scrape(String variant, String subject) {
		return cell(variant, subject, "time_ms", "%.0f") + " ms, " + cell(variant, subject, "size_kb", "%,.0f") + " kB";
	}

	private String ratio(String variant, String subject, String figure) {
		return format(this.results.compare(variant, BARE, subject, figure, (a, b) -> a / b), "%.2f");
	}

	private String cell(String variant, String subject, String figure, String pattern) {
		return format(this.results.figure(variant, subject, figure), pattern);
	}

	private static String format(@Nullable Figure figure, String pattern) {
		return (figure != null) ? figure.format(pattern) : "";
	}

	private void header(String first, String... others) {
		row(first, others);
		line("| --- |%s", " ---: |".repeat(others.length));
	}

	private void row(String first, String... others) {
		line("| %s | %s |", first, String.join(" | ", others));
	}

	private void line(String pattern, Object... arguments) {
		this.text.append((arguments.length > 0) ? String.format(Locale.ROOT, pattern, arguments) : pattern)
			.append('\n');
	}

}
