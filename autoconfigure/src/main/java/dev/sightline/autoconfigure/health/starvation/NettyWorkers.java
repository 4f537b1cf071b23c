package dev.sightline.autoconfigure.health.starvation;

import java.net.SocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelPipelineConfigurer;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;

/**
 * The event loops of Netty that had a connection. The others have not begun, and a task
 * would start them.
 */
class NettyWorkers implements ServerWorkers, NettyServerCustomizer, ChannelPipelineConfigurer {

	private final Map<Object, EventLoop> loops = new ConcurrentHashMap<>();

	@Override
	public HttpServer apply(HttpServer server) {
		return server.doOnChannelInit(this);
	}

	@Override
	public void onChannelInit(ConnectionObserver observer, Channel channel, @Nullable SocketAddress remoteAddress) {
		io.netty.channel.EventLoop loop = channel.eventLoop();
		if (!this.loops.containsKey(loop)) {
			this.loops.put(loop, new EventLoop(loop));
		}
	}

	@Override
	public Collection<? extends Workers> all() {
		return this.loops.values();
	}

}
