package dev.sightline.autoconfigure.http.server;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

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
	 * Routes times statuses of a large application. What comes after that is made anew
	 * each time, as Spring does.
	 */
	private static final int LIMIT = 2000;

	private final ConcurrentMap<Key, Names> cache = new ConcurrentHashMap<>();

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
		Key key = new Key(request.getMethod(), response.getStatus(), context.getPathPattern());
		Names names = this.cache.get(key);
		if (names == null) {
			names = new Names(super.getLowCardinalityKeyValues(context), super.getContextualName(context));
			if (this.cache.size() < LIMIT) {
				this.cache.put(key, names);
			}
		}
		return names;
	}

	/**
	 * What the names of a request without an error depend on.
	 */
	private record Key(String method, int status, @Nullable String pattern) {

	}

	private record Names(KeyValues keyValues, @Nullable String contextualName) {

	}

}
