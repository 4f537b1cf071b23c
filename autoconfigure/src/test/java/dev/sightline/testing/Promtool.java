package dev.sightline.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The linter of Prometheus, for scrapes and for rules.
 */
public final class Promtool {

	/**
	 * What it says of names that Micrometer gives. They stay as they are, since
	 * dashboards query them: {@code jvm.compilation.time} and {@code process.cpu.time}
	 * have the units that the JVM counts in, and {@code system.cpu.count} is what it
	 * says.
	 */
	public static final Set<String> KNOWN = Set.of(
			"jvm_compilation_time_ms_total metric names should not contain abbreviated units",
			"process_cpu_time_ns_total metric names should not contain abbreviated units",
			"system_cpu_count non-histogram and non-summary metrics should not have \"_count\" suffix");

	private Promtool() {
	}

	/**
	 * Skip a test where it, or a program beside it, is not there (Debian:
	 * {@code apt-get install prometheus}, {@code prometheus-node-exporter} and so on).
	 */
	public static void assumeInstalled(String... programs) {
		List<String> folders = List.of(System.getenv("PATH").split(File.pathSeparator));
		for (String program : programs) {
			assumeThat(folders).as(program + " is not installed")
				.anyMatch((folder) -> Files.isExecutable(Path.of(folder, program)));
		}
	}

	/**
	 * Check a scrape, which it has to accept.
	 * @return the lines of the report
	 */
	public static Set<String> lint(String scrape) throws IOException, InterruptedException {
		Path file = Files.createTempFile("scrape", ".txt");
		try {
			Files.writeString(file, scrape);
			Process promtool = new ProcessBuilder("promtool", "check", "metrics").redirectInput(file.toFile())
				.redirectErrorStream(true)
				.start();
			String output = new String(promtool.getInputStream().readAllBytes());
			// 0: clean, 3: accepted with lint, anything else: not accepted.
			assertThat(promtool.waitFor()).as(output).isIn(0, 3);
			return new TreeSet<>(output.lines().toList());
		}
		finally {
			Files.delete(file);
		}
	}

	/**
	 * Run it to its end.
	 * @param arguments the arguments, such as {@code check rules file.yml}
	 * @return what it printed
	 */
	public static String run(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("promtool"));
		command.addAll(List.of(arguments));
		Process promtool = new ProcessBuilder(command).redirectErrorStream(true).start();
		return new String(promtool.getInputStream().readAllBytes());
	}

}
