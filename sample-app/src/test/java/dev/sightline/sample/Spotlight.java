package dev.sightline.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Spotlight, the receiver that Sentry made for developers, in a process of its own.
 * {@code npm install} in {@code .ci/spotlight} installs it.
 */
final class Spotlight implements AutoCloseable {

	private static final Path HOME = Path.of("..", ".ci", "spotlight");

	private final int port = ChildApp.freePort();

	private final Process process;

	private final StringBuilder received = new StringBuilder();

	private final InputStream stream;

	Spotlight() throws IOException, InterruptedException {
		this.process = new ProcessBuilder("node", "start.mjs", String.valueOf(this.port)).directory(HOME.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		await().atMost(Duration.ofSeconds(60))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(Http.get(url("/health")).body()).isEqualTo("OK"));
		this.stream = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url("/stream"))).build(), HttpResponse.BodyHandlers.ofInputStream())
			.body();
		Thread reader = new Thread(this::read, "spotlight");
		reader.setDaemon(true);
		reader.start();
	}

	static boolean isInstalled() {
		return Files.isDirectory(HOME.resolve("node_modules/@spotlightjs/spotlight"));
	}

	private void read() {
		byte[] buffer = new byte[8192];
		try {
			for (int length = this.stream.read(buffer); length >= 0; length = this.stream.read(buffer)) {
				synchronized (this.received) {
					this.received.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
				}
			}
		}
		catch (IOException ex) {
			// It was stopped.
		}
	}

	/**
	 * What it tells its own page of what it received.
	 */
	String received() {
		synchronized (this.received) {
			return this.received.toString();
		}
	}

	String dsn() {
		return "http://key@127.0.0.1:" + this.port + "/1";
	}

	private String url(String path) {
		return "http://127.0.0.1:" + this.port + path;
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			this.process.waitFor();
			this.stream.close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
