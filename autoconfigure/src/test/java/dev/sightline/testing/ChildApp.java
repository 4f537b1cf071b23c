package dev.sightline.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * An application in a JVM of its own. It serves on the loopback interface, on a port that
 * was free a moment ago.
 */
public final class ChildApp implements AutoCloseable {

	/**
	 * Longer than any test should take, also where others keep the machine busy.
	 */
	private static final Duration PATIENCE = Duration.ofMinutes(8);

	private static final int LOWEST_PORT = 12_000;

	private static final int HIGHEST_PORT = 32_000;

	private static final List<String> BACKENDS = List.of("spring-boot-data-redis", "spring-boot-r2dbc",
			"spring-boot-kafka", "spring-boot-amqp", "spring-boot-integration");

	/**
	 * Spring Security and language models, with what those bring.
	 */
	private static final List<String> EXTRAS = List.of("spring-boot-security", "spring-ai", "openai", "langchain4j",
			"kotlin", "okhttp", "okio");

	private final Process process;

	private final Path output;

	private final Path errors;

	private final int port;

	private ChildApp(Process process, Path output, Path errors, int port) {
		this.process = process;
		this.output = output;
		this.errors = errors;
		this.port = port;
	}

	/**
	 * Prepare to run an executable jar.
	 */
	public static Launcher jar(Path jar) {
		return new Launcher(List.of("-jar", jar.toString()));
	}

	/**
	 * Prepare to run a main class on the class path of this test, less some of it, and
	 * without databases and brokers that no test asks for.
	 * @param main the main class
	 * @param without beginnings of the file names that are left out
	 */
	public static Launcher main(Class<?> main, String... without) {
		List<String> entries = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			String name = new File(entry).getName();
			if (Stream.concat(BACKENDS.stream(), Stream.of(without)).noneMatch(name::startsWith)) {
				entries.add(entry);
			}
		}
		return new Launcher(List.of("-cp", String.join(File.pathSeparator, entries), main.getName()));
	}

	/**
	 * As {@link #main}, also without Spring Security and language models, for tests that
	 * are about neither. They take a tenth of the time to start.
	 * @param main the main class
	 * @param without beginnings of the file names that are left out too
	 */
	public static Launcher lean(Class<?> main, String... without) {
		return main(main, Stream.concat(EXTRAS.stream(), Stream.of(without)).toArray(String[]::new));
	}

	/**
	 * A port on the loopback interface that is free now. It is none of those that the
	 * system gives to whoever asks for any, so that nobody gets it meanwhile.
	 */
	public static int freePort() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// It is taken: try another.
			}
		}
	}

	/**
	 * The port on which the application serves.
	 */
	public int port() {
		return this.port;
	}

	/**
	 * The URL of a path on the application.
	 */
	public String url(String path) {
		return "http://127.0.0.1:" + this.port + path;
	}

	/**
	 * What the application wrote to its standard output so far. The JVM's own warnings go
	 * to standard error and are not in it.
	 */
	public String output() {
		return read(this.output);
	}

	/**
	 * What the application wrote to its standard error so far.
	 */
	public String errors() {
		return read(this.errors);
	}

	private String everything() {
		return output() + errors();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The lines of {@link #output()}.
	 */
	public List<String> lines() {
		return output().lines().toList();
	}

	/**
	 * The sum of the series of a scrape that have a name and labels.
	 * @param name the name
	 * @param labels labels with their values, such as {@code signal="traces"}
	 */
	public double metric(String name, String... labels) {
		return Http.get(url("/actuator/prometheus"))
			.body()
			.lines()
			.filter((line) -> line.startsWith(name + "{") && Stream.of(labels).allMatch(line::contains))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

	/**
	 * Wait until the application answers a path with 200.
	 */
	public ChildApp awaitUp(String path) {
		Instant deadline = Instant.now().plus(PATIENCE);
		while (Instant.now().isBefore(deadline)) {
			if (!this.process.isAlive()) {
				throw new IllegalStateException("The application ended:\n" + everything());
			}
			try {
				if (Http.get(url(path)).statusCode() == 200) {
					return this;
				}
			}
			catch (UncheckedIOException ex) {
				// It does not listen yet.
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
		}
		throw new IllegalStateException(path + " did not answer:\n" + everything());
	}

	/**
	 * Ask the application to stop, as SIGTERM does, and wait for its end.
	 * @return the exit code
	 */
	public int stop() {
		this.process.destroy();
		return awaitExit();
	}

	/**
	 * Wait for the application to end by itself.
	 * @return the exit code
	 */
	public int awaitExit() {
		try {
			if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException("The application did not end:\n" + everything());
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	/**
	 * Collects what a child process is started with.
	 */
	public static final class Launcher {

		private final List<String> target;

		private final List<String> jvmOptions = new ArrayList<>(List.of("-Xmx256m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"));

		private final List<String> arguments = new ArrayList<>();

		private final Map<String, String> variables = new LinkedHashMap<>();

		private boolean terminal;

		private Launcher(List<String> target) {
			this.target = new ArrayList<>(target);
		}

		public Launcher jvm(String... options) {
			this.jvmOptions.addAll(List.of(options));
			return this;
		}

		public Launcher with(String... arguments) {
			this.arguments.addAll(List.of(arguments));
			return this;
		}

		/**
		 * Put a directory or jar before what is on the class path of a main class.
		 */
		public Launcher withClasses(Path entry) {
			this.target.set(1, entry + File.pathSeparator + this.target.get(1));
			return this;
		}

		public Launcher variable(String name, String value) {
			this.variables.put(name, value);
			return this;
		}

		/**
		 * Give the application a terminal, by the command {@code script} of util-linux.
		 */
		public Launcher onTerminal() {
			this.terminal = true;
			return this;
		}

		public ChildApp start() {
			int port = freePort();
			List<String> command = new ArrayList<>();
			command.add(ProcessHandle.current().info().command().orElse("java"));
			command.addAll(this.jvmOptions);
			command.addAll(this.target);
			command.add("--server.port=" + port);
			command.add("--server.address=127.0.0.1");
			command.addAll(this.arguments);
			if (this.terminal) {
				command = List.of("script", "-qec", "'" + String.join("' '", command) + "'", "/dev/null");
			}
			try {
				Path output = Files.createTempFile("child-app", ".out");
				Path errors = Files.createTempFile("child-app", ".err");
				output.toFile().deleteOnExit();
				errors.toFile().deleteOnExit();
				ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output.toFile())
					.redirectError(errors.toFile());
				builder.environment().putAll(this.variables);
				return new ChildApp(builder.start(), output, errors, port);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
