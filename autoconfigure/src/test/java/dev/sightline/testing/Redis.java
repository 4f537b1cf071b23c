package dev.sightline.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

import redis.embedded.RedisServer;

/**
 * A real server on the loopback interface.
 */
public final class Redis implements AutoCloseable {

	private final int port = ChildApp.freePort();

	private final RedisServer server;

	public Redis(String... settings) {
		try {
			var builder = RedisServer.newRedisServer().port(this.port).bind("127.0.0.1").setting("save \"\"");
			for (String setting : settings) {
				builder.setting(setting);
			}
			this.server = builder.build();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start();
	}

	public void start() {
		try {
			this.server.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public void stop() {
		try {
			this.server.stop();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.port;
	}

	@Override
	public void close() {
		stop();
	}

}
