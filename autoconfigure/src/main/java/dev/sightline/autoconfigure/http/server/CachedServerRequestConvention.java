package dev.sightline.autoconfigure.http.server;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.common.KeyValues;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
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
	 * Methods times statuses of a route. Those without a route are the most: no request
	 * has one at its start.
	 */
	private static final int ANSWERS = 50;

	/**
	 * The key of what has no route: the map takes no {@code null}, and the empty one is a
	 * route.
	 */
	private static final String NO_ROUTE = "\0";

	private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.values());

	private final ConcurrentMap<String, CopyOnWriteArrayList<Names>> routes = new ConcurrentHashMap<>();

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
		String method = request.getMethod();
		int status = response.getStatus();
		Names names = (known != null) ? find(known, method, status) : null;
		if (names == null) {
			names = new Names(method, status, super.getLowCardinalityKeyValues(context),
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

	/**
	 * A method that nobody knows is not remembered: there may be any number of them.
	 */
	private void remember(String route, Names names) {
		CopyOnWriteArrayList<Names> known = this.routes.get(route);
		if (known == null && this.routes.size() < ROUTES) {
			known = this.routes.computeIfAbsent(route, (key) -> new CopyOnWriteArrayList<>());
		}
		if (known != null && known.size() < ANSWERS && METHODS.contains(HttpMethod.valueOf(names.method()))) {
			known.addIfAbsent(names);
		}
	}

	/**
	 * What a request without an error is called, by its route, its method and its status.
	 */
	private record Names(String method, int status, KeyValues keyValues, @Nullable String contextualName) {

	}

}
