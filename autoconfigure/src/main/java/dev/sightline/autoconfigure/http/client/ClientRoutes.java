package dev.sightline.autoconfigure.http.client;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.common.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.observation.ClientHttpObservationDocumentation.LowCardinalityKeyNames;

import dev.sightline.autoconfigure.bounded.BoundedMap;

/**
 * The hosts that are called and their routes, both bounded. What a template means is kept
 * for those that are no URL put together by hand.
 */
class ClientRoutes {

	/**
	 * More than an application calls, unless somebody else names the hosts.
	 */
	private static final int HOSTS = 100;

	private static final int ROUTES_PER_HOST = 100;

	private static final KeyValue OTHER_ROUTE = KeyValue.of(LowCardinalityKeyNames.URI, BoundedMap.OTHER);

	private final int limit;

	private final Map<String, KeyValue> routes = new ConcurrentHashMap<>();

	private final BoundedMap<String, Host> hosts = new BoundedMap<>(HOSTS, BoundedMap.OTHER);

	/**
	 * Create the bounds.
	 * @param limit the most routes of all hosts together
	 */
	ClientRoutes(int limit) {
		this.limit = limit;
	}

	/**
	 * The name of a host as a key-value.
	 */
	KeyValue clientName(String host) {
		return host(host).name;
	}

	/**
	 * The route of a template as a key-value.
	 * @param host the host, {@code null} if the URL has none
	 * @param template the template
	 */
	KeyValue uri(@Nullable String host, String template) {
		return host((host != null) ? host : KeyValue.NONE_VALUE).uri(template);
	}

	private Host host(String name) {
		return Objects.requireNonNull(this.hosts.get(name, Host::new));
	}

	/**
	 * Whether a template is the same each time: its path is the route, and its query has
	 * variables for values.
	 */
	private static boolean isConstant(String template, String route) {
		int query = template.indexOf('?');
		if (query < 0) {
			return template.endsWith(route);
		}
		if (!template.startsWith(route, query - route.length()) || template.indexOf('{', query) < 0) {
			return false;
		}
		for (int i = template.indexOf('=', query); i >= 0; i = template.indexOf('=', i + 1)) {
			if (!template.startsWith("{", i + 1)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * A host with its routes.
	 */
	private final class Host {

		private final KeyValue name;

		private final Map<String, KeyValue> byRoute = new ConcurrentHashMap<>();

		private final Map<String, KeyValue> byTemplate = new ConcurrentHashMap<>();

		Host(String name) {
			this.name = KeyValue.of(LowCardinalityKeyNames.CLIENT_NAME, name);
		}

		KeyValue uri(String template) {
			KeyValue uri = this.byTemplate.get(template);
			if (uri != null) {
				return uri;
			}
			String route = RouteTemplate.toRoute(template);
			uri = this.byRoute.get(route);
			if (uri == null) {
				uri = add(route);
			}
			if (uri != OTHER_ROUTE && isConstant(template, route) && this.byTemplate.size() < ROUTES_PER_HOST) {
				this.byTemplate.put(template, uri);
			}
			return uri;
		}

		private KeyValue add(String route) {
			Map<String, KeyValue> routes = ClientRoutes.this.routes;
			if (this.byRoute.size() >= ROUTES_PER_HOST || isFull(route)) {
				return OTHER_ROUTE;
			}
			synchronized (routes) {
				if (isFull(route)) {
					return OTHER_ROUTE;
				}
				KeyValue uri = routes.computeIfAbsent(route,
						(absent) -> KeyValue.of(LowCardinalityKeyNames.URI, absent));
				this.byRoute.put(route, uri);
				return uri;
			}
		}

		private boolean isFull(String route) {
			return ClientRoutes.this.routes.size() >= ClientRoutes.this.limit
					&& !ClientRoutes.this.routes.containsKey(route);
		}

	}

}
