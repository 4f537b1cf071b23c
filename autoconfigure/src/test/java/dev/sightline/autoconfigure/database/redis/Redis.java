package dev.sightline.autoconfigure.database.redis;

import java.io.IOException;
import java.io.UncheckedIOException;

import redis.embedded.RedisServer;

import dev.sightline.testing.ChildApp;

/**
 * A real server on the loopback interface.
 */
class Redis implements AutoCloseable {

	private final int port = ChildApp.freePort();

	private final RedisServer server;

	Redis(String... settings) {
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

	void start() {
		try {
			this.server.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void stop() {
		try {
			this.server.stop();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() {
		stop();
	}

}
