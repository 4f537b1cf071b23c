package dev.sightline.autoconfigure.websocket;

import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;
import org.springframework.web.socket.sockjs.support.SockJsHttpRequestHandler;

/**
 * Replaces what makes handshakes in the mappings of Spring MVC, before they register
 * their handlers. A class that an application made of it is left alone.
 */
class HandlerMappingPostProcessor implements InstantiationAwareBeanPostProcessor {

	private final ObjectProvider<WebSocketConnections> connections;

	HandlerMappingPostProcessor(ObjectProvider<WebSocketConnections> connections) {
		this.connections = connections;
	}

	@Override
	@SuppressWarnings("unchecked")
	public boolean postProcessAfterInstantiation(Object bean, String beanName) {
		if (bean instanceof SimpleUrlHandlerMapping mapping) {
			((Map<String, Object>) mapping.getUrlMap()).replaceAll(this::observe);
		}
		return true;
	}

	private Object observe(String path, Object handler) {
		String uri = path.startsWith("/") ? path : "/" + path;
		if (handler.getClass() == WebSocketHttpRequestHandler.class) {
			return new ObservedRequestHandler((WebSocketHttpRequestHandler) handler, uri, this.connections);
		}
		if (handler.getClass() == SockJsHttpRequestHandler.class) {
			return new ObservedSockJsRequestHandler((SockJsHttpRequestHandler) handler, uri, this.connections);
		}
		return handler;
	}

}
