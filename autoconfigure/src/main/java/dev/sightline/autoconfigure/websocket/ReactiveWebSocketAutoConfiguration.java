package dev.sightline.autoconfigure.websocket;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.socket.server.support.WebSocketHandlerAdapter;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for WebSocket on WebFlux.
 */
@AutoConfiguration
@ConditionalOnClass({ MeterRegistry.class, Observation.class, WebSocketHandlerAdapter.class })
@ConditionalOnWebApplication(type = Type.REACTIVE)
@ConditionalOnEnabledSignal(Signal.WEBSOCKET)
@Import(WebSocketConnectionsConfiguration.class)
public final class ReactiveWebSocketAutoConfiguration {

	@Bean
	static HandlerAdapterPostProcessor sightlineHandlerAdapterPostProcessor(
			ObjectProvider<WebSocketConnections> connections) {
		return new HandlerAdapterPostProcessor(connections);
	}

	/**
	 * Replaces the adapter of WebFlux. A class that an application made of it is left
	 * alone.
	 */
	static class HandlerAdapterPostProcessor implements BeanPostProcessor {

		private final ObjectProvider<WebSocketConnections> connections;

		HandlerAdapterPostProcessor(ObjectProvider<WebSocketConnections> connections) {
			this.connections = connections;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (bean.getClass() != WebSocketHandlerAdapter.class) {
				return bean;
			}
			WebSocketHandlerAdapter original = (WebSocketHandlerAdapter) bean;
			WebSocketHandlerAdapter observed = new WebSocketHandlerAdapter(
					new ReactiveWebSocketService(original.getWebSocketService(), this.connections));
			observed.setOrder(original.getOrder());
			return observed;
		}

	}

}
