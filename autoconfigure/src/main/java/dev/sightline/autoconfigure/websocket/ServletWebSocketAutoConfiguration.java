package dev.sightline.autoconfigure.websocket;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.messaging.simp.config.ChannelRegistration;
import org.springframework.messaging.support.ExecutorChannelInterceptor;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.socket.config.annotation.DelegatingWebSocketMessageBrokerConfiguration;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for WebSocket and STOMP on Spring MVC.
 */
@AutoConfiguration
@ConditionalOnClass({ MeterRegistry.class, Observation.class, HttpServletRequest.class, SimpleUrlHandlerMapping.class,
		WebSocketHttpRequestHandler.class })
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnEnabledSignal(Signal.WEBSOCKET)
@Import(WebSocketConnectionsConfiguration.class)
public final class ServletWebSocketAutoConfiguration {

	@Bean
	static HandlerMappingPostProcessor sightlineHandlerMappingPostProcessor(
			ObjectProvider<WebSocketConnections> connections) {
		return new HandlerMappingPostProcessor(connections);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebSocketMessageBrokerConfigurer.class, ExecutorChannelInterceptor.class })
	@ConditionalOnBean(DelegatingWebSocketMessageBrokerConfiguration.class)
	static class Stomp {

		/**
		 * First, so that the interceptors of the application run within the span.
		 */
		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		WebSocketMessageBrokerConfigurer sightlineMessageBrokerConfigurer() {
			StompMessageInterceptor interceptor = new StompMessageInterceptor();
			return new WebSocketMessageBrokerConfigurer() {

				@Override
				public void configureClientInboundChannel(ChannelRegistration registration) {
					registration.interceptors(interceptor);
				}

			};
		}

	}

}
