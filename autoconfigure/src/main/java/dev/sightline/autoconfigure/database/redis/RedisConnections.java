package dev.sightline.autoconfigure.database.redis;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.event.Event;
import io.lettuce.core.event.connection.ReconnectFailedEvent;
import io.lettuce.core.resource.ClientResources;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.database.DatabaseTags;

/**
 * Counts the connections that are open, that were lost and that could not be made again.
 */
class RedisConnections implements MeterBinder {

	private final Map<String, Connections> byPool = new LinkedHashMap<>();

	/**
	 * Those whose events are listened to.
	 */
	private final Map<ClientResources, Boolean> resources = new WeakHashMap<>();

	private @Nullable MeterRegistry registry;

	synchronized void observe(RedisTarget target, AbstractRedisClient client) {
		Connections connections = this.byPool.get(target.pool());
		if (connections == null) {
			connections = new Connections(target);
			this.byPool.put(target.pool(), connections);
			if (this.registry != null) {
				connections.bindTo(this.registry);
			}
		}
		client.addListener(connections);
		if (this.resources.put(client.getResources(), true) == null) {
			client.getResources().eventBus().get().subscribe(this::onEvent);
		}
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.registry = registry;
		this.byPool.values().forEach((connections) -> connections.bindTo(registry));
	}

	private void onEvent(Event event) {
		if (event instanceof ReconnectFailedEvent failed) {
			Connections connections = find(failed.remoteAddress());
			if (connections != null) {
				connections.failed.increment();
			}
		}
	}

	/**
	 * An event does not tell its client.
	 */
	private synchronized @Nullable Connections find(SocketAddress address) {
		if (this.byPool.size() == 1) {
			return this.byPool.values().iterator().next();
		}
		if (address instanceof InetSocketAddress server) {
			for (Connections connections : this.byPool.values()) {
				if (connections.target.isAt(server.getHostString(), server.getPort())) {
					return connections;
				}
			}
		}
		return null;
	}

	private static final class Connections implements RedisConnectionStateListener {

		private final RedisTarget target;

		private final Set<RedisChannelHandler<?, ?>> open = ConcurrentHashMap.newKeySet();

		private final LongAdder lost = new LongAdder();

		private final LongAdder failed = new LongAdder();

		Connections(RedisTarget target) {
			this.target = target;
		}

		void bindTo(MeterRegistry registry) {
			Gauge.builder("redis.connections", this.open, Set::size)
				.description("Connections to Redis that are open")
				.tag(DatabaseTags.POOL, this.target.pool())
				.register(registry);
			FunctionCounter.builder("redis.connections.lost", this.lost, LongAdder::sum)
				.description("Connections to Redis that the application did not close")
				.tag(DatabaseTags.POOL, this.target.pool())
				.register(registry);
			FunctionCounter.builder("redis.reconnects.failed", this.failed, LongAdder::sum)
				.description("Attempts to connect to Redis again that failed")
				.tag(DatabaseTags.POOL, this.target.pool())
				.register(registry);
		}

		@Override
		public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
			this.open.add(connection);
		}

		@Override
		public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
			// It may have been made before anyone listened.
			if (this.open.remove(connection) && !connection.isClosed()) {
				this.lost.increment();
			}
		}

	}

}
