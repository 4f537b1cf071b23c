package dev.sightline.autoconfigure.http.server;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.common.KeyValues;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Spring's own names for a request, made once for each route, method and status.
 */
class CachedServerRequestConvention extends DefaultServerRequestObservationConvention {

	/**
	 * Routes of a large application. What comes after that is made anew each time, as
	 * Spring does.
	 */
	private static final int ROUTES = 1000;

	/**
	 * Methods times statuses of a route.
	 */
	private static final int ANSWERS = 20;

	/**
	 * What no route is.
	 */
	private static final String NO_ROUTE = "\0";

	private final ConcurrentMap<String, List<Names>> routes = new ConcurrentHashMap<>();

	CachedServerRequestConvention(String name) {
		super(name);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
		Names names = find(context);
		return (names != null) ? names.keyValues() : super.getLowCardinalityKeyValues(context);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
		HttpServletRequest request = context.getCarrier();
		return (context instanceof ServerRequestContext ours && request != null) ? ours.getUrl(request)
				: super.getHighCardinalityKeyValues(context);
	}

	@Override
	public @Nullable String getContextualName(ServerRequestObservationContext context) {
		Names names = find(context);
		return (names != null) ? names.contextualName() : super.getContextualName(context);
	}

	private @Nullable Names find(ServerRequestObservationContext context) {
		HttpServletRequest request = context.getCarrier();
		HttpServletResponse response = context.getResponse();
		if (request == null || response == null || context.getError() != null) {
			return null;
		}
		String pattern = context.getPathPattern();
		String route = (pattern != null) ? pattern : NO_ROUTE;
		List<Names> known = this.routes.get(route);
		Names names = (known != null) ? find(known, request.getMethod(), response.getStatus()) : null;
		if (names == null) {
			names = new Names(request.getMethod(), response.getStatus(), super.getLowCardinalityKeyValues(context),
					super.getContextualName(context));
			remember(route, names);
		}
		return names;
	}

	/**
	 * A map of all three would need a key for each request.
	 */
	private static @Nullable Names find(List<Names> known, String method, int status) {
		for (int i = 0; i < known.size(); i++) {
			Names names = known.get(i);
			if (names.status() == status && names.method().equals(method)) {
				return names;
			}
		}
		return null;
	}

	private void remember(String route, Names names) {
		if (this.routes.size() < ROUTES) {
			this.routes.computeIfAbsent(route, (key) -> new CopyOnWriteArrayList<>());
		}
		List<Names> known = this.routes.get(route);
		if (known != null && known.size() < ANSWERS) {
			known.add(names);
		}
	}

	/**
	 * What a request without an error is called, by its route, its method and its status.
	 */
	private record Names(String method, int status, KeyValues keyValues, @Nullable String contextualName) {

	}

}
