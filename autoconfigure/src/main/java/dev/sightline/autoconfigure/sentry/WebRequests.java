package dev.sightline.autoconfigure.sentry;

import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.ReceiverContext;
import io.sentry.ScopesAdapter;
import io.sentry.protocol.Request;
import io.sentry.spring7.SentryRequestResolver;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.ClassUtils;

/**
 * The web request that an observation is about, on either stack.
 */
final class WebRequests {

	private static final ClassLoader LOADER = WebRequests.class.getClassLoader();

	private static final boolean SERVLET = ClassUtils
		.isPresent("org.springframework.http.server.observation.ServerRequestObservationContext", LOADER)
			&& ClassUtils.isPresent("jakarta.servlet.http.HttpServletRequest", LOADER);

	private static final boolean REACTIVE = ClassUtils
		.isPresent("org.springframework.http.server.reactive.observation.ServerRequestObservationContext", LOADER)
			&& ClassUtils.isPresent("reactor.core.publisher.Mono", LOADER);

	private WebRequests() {
	}

	/**
	 * The request as Sentry describes it, without what its settings leave out.
	 */
	static @Nullable Request request(Observation.Context root) {
		if (SERVLET && Servlet.supports(root)) {
			return Servlet.request(root);
		}
		return (REACTIVE && Reactive.supports(root)) ? Reactive.request(root) : null;
	}

	/**
	 * Method and route, {@code null} if the route is not known.
	 */
	static @Nullable String route(Observation.Context root) {
		if (SERVLET && Servlet.supports(root)) {
			return Servlet.route(root);
		}
		return (REACTIVE && Reactive.supports(root)) ? Reactive.route(root) : null;
	}

	/**
	 * Set a header of the answer, if it has not begun.
	 */
	static void header(Observation.Context root, String name, String value) {
		if (SERVLET && Servlet.supports(root)) {
			Servlet.header(root, name, value);
		}
		else if (REACTIVE && Reactive.supports(root)) {
			Reactive.header(root, name, value);
		}
	}

	private static @Nullable String route(String method, @Nullable String pattern) {
		return (pattern != null) ? method + " " + pattern : null;
	}

	private static final class Servlet {

		static boolean supports(Observation.Context root) {
			return root instanceof org.springframework.http.server.observation.ServerRequestObservationContext;
		}

		private static org.springframework.http.server.observation.ServerRequestObservationContext cast(
				Observation.Context root) {
			return (org.springframework.http.server.observation.ServerRequestObservationContext) root;
		}

		static @Nullable Request request(Observation.Context root) {
			HttpServletRequest request = cast(root).getCarrier();
			return (request != null)
					? new SentryRequestResolver(ScopesAdapter.getInstance()).resolveSentryRequest(request) : null;
		}

		static @Nullable String route(Observation.Context root) {
			HttpServletRequest request = cast(root).getCarrier();
			return (request != null) ? WebRequests.route(request.getMethod(), cast(root).getPathPattern()) : null;
		}

		static void header(Observation.Context root, String name, String value) {
			HttpServletResponse response = cast(root).getResponse();
			if (response != null && !response.isCommitted()) {
				response.setHeader(name, value);
			}
		}

	}

	private static final class Reactive {

		static boolean supports(Observation.Context root) {
			return root instanceof org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
		}

		private static org.springframework.http.server.reactive.observation.ServerRequestObservationContext cast(
				Observation.Context root) {
			return (org.springframework.http.server.reactive.observation.ServerRequestObservationContext) root;
		}

		static @Nullable Request request(Observation.Context root) {
			ServerHttpRequest request = cast(root).getCarrier();
			return (request != null) ? new io.sentry.spring7.webflux.SentryRequestResolver(ScopesAdapter.getInstance())
				.resolveSentryRequest(request) : null;
		}

		static @Nullable String route(Observation.Context root) {
			ServerHttpRequest request = cast(root).getCarrier();
			return (request != null) ? WebRequests.route(request.getMethod().name(), cast(root).getPathPattern())
					: null;
		}

		static void header(Observation.Context root, String name, String value) {
			ServerHttpResponse response = cast(root).getResponse();
			if (response != null && !response.isCommitted()) {
				response.getHeaders().set(name, value);
			}
		}

	}

	/**
	 * Whether an observation is of something that was received, or of a task on a
	 * schedule: what fails there has nobody above that could handle it.
	 */
	static boolean isReceived(Observation.Context context) {
		return context instanceof ReceiverContext || "tasks.scheduled.execution".equals(context.getName());
	}

}
