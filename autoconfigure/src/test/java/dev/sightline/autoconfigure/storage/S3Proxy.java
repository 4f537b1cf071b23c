package dev.sightline.autoconfigure.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;

import static org.awaitility.Awaitility.await;

/**
 * A real S3 server in a process of its own, on the loopback interface. It keeps objects
 * in memory.
 */
public final class S3Proxy implements AutoCloseable {

	private final Process process;

	private final URI endpoint;

	public S3Proxy() {
		this.endpoint = URI.create("http://127.0.0.1:" + ChildApp.freePort());
		try {
			Path settings = Files.createTempFile("s3proxy", ".conf");
			settings.toFile().deleteOnExit();
			Files.write(settings, List.of("s3proxy.endpoint=" + this.endpoint, "s3proxy.authorization=none",
					"jclouds.provider=transient", "jclouds.identity=any", "jclouds.credential=any"));
			this.process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx128m",
					"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", System.getProperty("s3proxy"),
					"--properties", settings.toString())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		await().atMost(Duration.ofSeconds(60))
			.ignoreException(UncheckedIOException.class)
			.until(() -> Http.get(this.endpoint.toString()).statusCode() == 200);
	}

	public URI endpoint() {
		return this.endpoint;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
