package dev.sightline.autoconfigure.http.server;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.core.ResolvableType;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Knows which handlers of Spring MVC stream whatever the type of their content is.
 */
class StreamingHandlers implements Predicate<HttpServletRequest> {

	private final Map<Method, Boolean> known = new ConcurrentHashMap<>();

	@Override
	public boolean test(HttpServletRequest request) {
		return request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod handler
				&& this.known.computeIfAbsent(handler.getMethod(), StreamingHandlers::isStreaming);
	}

	private static boolean isStreaming(Method method) {
		ResolvableType type = ResolvableType.forMethodReturnType(method);
		return isStreaming(type) || isStreaming(type.getGeneric());
	}

	private static boolean isStreaming(ResolvableType type) {
		Class<?> resolved = type.toClass();
		return ResponseBodyEmitter.class.isAssignableFrom(resolved)
				|| StreamingResponseBody.class.isAssignableFrom(resolved);
	}

}
