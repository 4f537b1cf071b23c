package dev.sightline.autoconfigure.http.client;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.BoundedMap;

/**
 * Counts calls that got no answer in {@code http.client.failures}.
 */
class ClientFailures {

	/**
	 * A convention of the user need not bound the hosts as ours does.
	 */
	private static final int HOSTS = 100;

	private final ObjectProvider<MeterRegistry> registry;

	private final BoundedMap<String, Host> hosts = new BoundedMap<>(HOSTS, BoundedMap.OTHER);

	ClientFailures(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	void count(String name, FailureReason reason) {
		Host host = Objects.requireNonNull(this.hosts.get(name, Host::new));
		this.registry
			.ifAvailable((registry) -> host.counters.computeIfAbsent(reason, (key) -> register(registry, host, key))
				.increment());
	}

	private static Counter register(MeterRegistry registry, Host host, FailureReason reason) {
		return Counter.builder("http.client.failures")
			.description("Calls that got no answer, or not all of it")
			.tag("client.name", host.name)
			.tag("reason", reason.tag())
			.register(registry);
	}

	/**
	 * A host with its counters.
	 */
	private static final class Host {

		private final String name;

		private final Map<FailureReason, Counter> counters = new ConcurrentHashMap<>();

		Host(String name) {
			this.name = name;
		}

	}

}
