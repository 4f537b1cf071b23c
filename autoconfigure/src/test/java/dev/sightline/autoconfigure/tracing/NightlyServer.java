package dev.sightline.autoconfigure.tracing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A server of others, written in Java, in a process of its own.
 */
final class NightlyServer implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final Process process;

	private NightlyServer(Process process) {
		this.process = process;
	}

	/**
	 * Start it, and wait until it answers.
	 * @param arguments those of the JVM
	 * @param variables those of the environment that it reads
	 * @param url what it answers with 200 once it is up
	 */
	static NightlyServer start(List<String> arguments, Map<String, String> variables, String url) {
		try {
			Path output = Files.createTempFile("server", ".out");
			output.toFile().deleteOnExit();
			List<String> command = new ArrayList<>();
			command.add(ProcessHandle.current().info().command().orElse("java"));
			command.addAll(arguments);
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile());
			builder.environment().putAll(variables);
			NightlyServer server = new NightlyServer(builder.start());
			try {
				await().atMost(PATIENCE)
					.ignoreExceptions()
					.untilAsserted(
							() -> assertThat(Http.get(url).statusCode()).as(Files.readString(output)).isEqualTo(200));
			}
			catch (RuntimeException | Error ex) {
				server.close();
				throw ex;
			}
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
