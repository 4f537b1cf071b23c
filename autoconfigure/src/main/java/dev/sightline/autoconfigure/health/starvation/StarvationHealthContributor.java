package dev.sightline.autoconfigure.health.starvation;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

/**
 * One check for the server and one for each executor, as soon as there is one.
 */
final class StarvationHealthContributor implements CompositeHealthContributor {

	private static final String SERVER = "server";

	private final List<ServerWorkers> servers;

	private final ExecutorBeans executors;

	private final Duration threshold;

	StarvationHealthContributor(List<ServerWorkers> servers, ExecutorBeans executors, Duration threshold) {
		this.servers = servers;
		this.executors = executors;
		this.threshold = threshold;
	}

	@Override
	public Stream<Entry> stream() {
		Stream<String> server = server().isEmpty() ? Stream.empty() : Stream.of(SERVER);
		return Stream.concat(server, this.executors.names())
			.distinct()
			.map((name) -> new Entry(name, Objects.requireNonNull(getContributor(name))));
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		if (SERVER.equals(name)) {
			return new StarvationHealthIndicator(this::server, this.threshold);
		}
		Workers workers = this.executors.of(name);
		return (workers != null) ? new StarvationHealthIndicator(() -> List.of(workers), this.threshold) : null;
	}

	private List<? extends Workers> server() {
		return this.servers.stream().flatMap((server) -> server.all().stream()).toList();
	}

}
