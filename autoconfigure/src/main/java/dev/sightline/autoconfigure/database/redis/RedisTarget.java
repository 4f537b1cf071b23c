package dev.sightline.autoconfigure.database.redis;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

import io.lettuce.core.protocol.ProtocolKeyword;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.database.DatabaseTags;
import dev.sightline.autoconfigure.trail.Crumb;

/**
 * Where the commands of a connection factory go, and what all of them have in common.
 */
class RedisTarget {

	static final String SYSTEM = "redis";

	/**
	 * More commands than any application uses. Their names may be made up.
	 */
	private static final int LIMIT = 100;

	private final String pool;

	private final @Nullable String host;

	private final int port;

	private final Duration timeout;

	/**
	 * What is told of each command beside the tags.
	 */
	private final KeyValues attributes;

	private final BoundedMap<String, Operation> operations = new BoundedMap<>(LIMIT, BoundedMap.OTHER);

	/**
	 * Look at a connection factory.
	 * @param pool its name
	 */
	RedisTarget(String pool, LettuceConnectionFactory factory) {
		this.pool = pool;
		// The nodes of a cluster and those that a sentinel knows may change.
		boolean standalone = !factory.isClusterAware() && !factory.isRedisSentinelAware();
		this.host = standalone ? factory.getHostName() : null;
		this.port = factory.getPort();
		this.timeout = factory.getClientConfiguration().getCommandTimeout();
		KeyValues attributes = KeyValues.of("db.namespace", Integer.toString(factory.getDatabase()));
		if (this.host != null) {
			attributes = attributes.and("server.address", this.host, "server.port", Integer.toString(this.port));
		}
		this.attributes = attributes;
	}

	String pool() {
		return this.pool;
	}

	Duration timeout() {
		return this.timeout;
	}

	KeyValues attributes() {
		return this.attributes;
	}

	boolean isAt(String host, int port) {
		return this.port == port && host.equals(this.host);
	}

	/**
	 * The operation of a command: its name, without what follows in the same word, such
	 * as a sub-command.
	 */
	Operation operation(ProtocolKeyword command) {
		String name = command.toString();
		int blank = name.indexOf(' ');
		String first = ((blank > 0) ? name.substring(0, blank) : name).toUpperCase(Locale.ROOT);
		return Objects.requireNonNull(this.operations.get(first,
				(key) -> new Operation(key, DatabaseTags.of(SYSTEM, key, null, this.pool, null))));
	}

	/**
	 * A kind of commands.
	 *
	 * @param command the name of the command
	 * @param success the tags of one that succeeds
	 */
	record Operation(String command, KeyValues success) implements Crumb {

		@Override
		public String name() {
			return DatabaseTags.DURATION;
		}

		@Override
		public String message() {
			return this.command;
		}

		@Override
		public KeyValues keyValues() {
			return this.success;
		}

	}

}
