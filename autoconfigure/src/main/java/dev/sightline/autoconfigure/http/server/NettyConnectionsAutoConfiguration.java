package dev.sightline.autoconfigure.http.server;

import io.micrometer.core.instrument.MeterRegistry;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the connections and the event loops of Netty, for which Spring
 * Boot has nothing as it has for Tomcat.
 */
@AutoConfiguration
@ConditionalOnClass({ MeterRegistry.class, HttpServer.class, NettyReactiveWebServerFactory.class })
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnEnabledSignal(Signal.HTTP)
public final class NettyConnectionsAutoConfiguration {

	@Bean
	WebServerFactoryCustomizer<NettyReactiveWebServerFactory> sightlineNettyConnections(
			ObjectProvider<MeterRegistry> registry) {
		return (factory) -> factory.addServerCustomizers(new NettyConnections(registry));
	}

}
