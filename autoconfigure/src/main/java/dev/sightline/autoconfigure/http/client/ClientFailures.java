package dev.sightline.autoconfigure.http.client;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Counts calls that got no answer in {@code http.client.failures}.
 */
class ClientFailures {

	/**
	 * A convention of the user need not bound the hosts as ours does.
	 */
	private static final int HOSTS = 100;

	private static final String OTHER = "_other";

	private final ObjectProvider<MeterRegistry> registry;

	private final Set<String> hosts = ConcurrentHashMap.newKeySet();

	private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

	ClientFailures(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	void count(String host, FailureReason reason) {
		Key key = new Key(bounded(host), reason);
		Counter counter = this.counters.get(key);
		if (counter != null) {
			counter.increment();
			return;
		}
		this.registry.ifAvailable(
				(registry) -> this.counters.computeIfAbsent(key, (absent) -> register(registry, absent)).increment());
	}

	private String bounded(String host) {
		if (this.hosts.contains(host)) {
			return host;
		}
		if (this.hosts.size() >= HOSTS) {
			return OTHER;
		}
		this.hosts.add(host);
		return host;
	}

	private static Counter register(MeterRegistry registry, Key key) {
		return Counter.builder("http.client.failures")
			.description("Calls that got no answer, or not all of it")
			.tag("client.name", key.host())
			.tag("reason", key.reason().tag())
			.register(registry);
	}

	private record Key(String host, FailureReason reason) {

	}

}
