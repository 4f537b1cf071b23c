package dev.sightline.autoconfigure.http.server;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import reactor.netty.ChannelPipelineConfigurer;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Tells of the connections of a Netty server and of the event loops that serve them.
 */
class NettyConnections implements NettyServerCustomizer, ChannelPipelineConfigurer {

	private final ObjectProvider<MeterRegistry> registry;

	private final AtomicInteger connections = new AtomicInteger();

	private final Guard guard = new Guard(LoggerFactory.getLogger(NettyConnections.class),
			"The connections of the server are not counted. This is told once.");

	private final AtomicBoolean bound = new AtomicBoolean();

	NettyConnections(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public HttpServer apply(HttpServer server) {
		return server.doOnChannelInit(this);
	}

	@Override
	public void onChannelInit(ConnectionObserver observer, Channel channel, @Nullable SocketAddress remoteAddress) {
		if (this.bound.compareAndSet(false, true)) {
			this.guard.run(() -> this.registry.ifAvailable((registry) -> bind(registry, channel)));
		}
		this.connections.incrementAndGet();
		channel.closeFuture().addListener((future) -> this.connections.decrementAndGet());
	}

	private void bind(MeterRegistry registry, Channel channel) {
		Gauge.builder("netty.connections.current", this.connections, AtomicInteger::get)
			.description("Connections that are open")
			.register(registry);
		// Micrometer's binder asks each loop for its thread, and so would start it.
		Gauge.builder("netty.eventexecutor.tasks.pending", channel.eventLoop().parent(), NettyConnections::pending)
			.description("Tasks that wait for an event loop")
			.strongReference(true)
			.register(registry);
	}

	private static double pending(EventLoopGroup loops) {
		double pending = 0;
		for (EventExecutor loop : loops) {
			pending += (loop instanceof SingleThreadEventExecutor single) ? single.pendingTasks() : 0;
		}
		return pending;
	}

}
