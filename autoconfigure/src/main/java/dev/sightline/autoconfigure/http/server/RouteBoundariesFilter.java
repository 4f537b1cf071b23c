package dev.sightline.autoconfigure.http.server;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;

import dev.sightline.autoconfigure.http.server.HttpProperties.Routes;

/**
 * Gives the latency histograms of routes the boundaries of their groups. A route in
 * several groups has the boundaries of all.
 */
class RouteBoundariesFilter implements MeterFilter {

	private static final String KEY = "sightline.http.routes.";

	private final Set<String> names;

	private final List<Group> groups;

	/**
	 * Create the filter.
	 * @param names the names of the histograms
	 * @param properties what the user wants
	 * @throws InvalidConfigurationPropertyValueException if a group cannot be meant so
	 */
	RouteBoundariesFilter(Set<String> names, HttpProperties properties) {
		this.names = names;
		this.groups = properties.getRoutes()
			.entrySet()
			.stream()
			.map((entry) -> Group.of(KEY + entry.getKey(), entry.getValue()))
			.toList();
	}

	@Override
	public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		String uri = (!this.groups.isEmpty() && this.names.contains(id.getName())) ? id.getTag("uri") : null;
		if (uri == null) {
			return config;
		}
		PathContainer route = PathContainer.parsePath(uri);
		List<Group> matching = this.groups.stream().filter((group) -> group.matches(route)).toList();
		return matching.isEmpty() ? config : boundaries(matching, config).merge(config);
	}

	private static DistributionStatisticConfig boundaries(List<Group> groups, DistributionStatisticConfig config) {
		double[] buckets = nanos(groups.stream().flatMap((group) -> group.buckets().stream()));
		double[] objectives = nanos(groups.stream().flatMap((group) -> group.slo().stream()));
		DistributionStatisticConfig.Builder builder = DistributionStatisticConfig.builder();
		if (buckets.length > 0) {
			builder.percentilesHistogram(false);
		}
		return builder
			.serviceLevelObjectives(
					merge((buckets.length > 0) ? buckets : config.getServiceLevelObjectiveBoundaries(), objectives))
			.build();
	}

	private static double[] nanos(Stream<Duration> durations) {
		return durations.mapToDouble(Duration::toNanos).toArray();
	}

	private static double[] merge(double @Nullable [] first, double[] second) {
		return DoubleStream
			.concat((first != null) ? DoubleStream.of(first) : DoubleStream.empty(), DoubleStream.of(second))
			.sorted()
			.distinct()
			.toArray();
	}

	/**
	 * A group of routes, checked.
	 */
	private record Group(List<PathPattern> patterns, List<Duration> buckets, List<Duration> slo) {

		static Group of(String key, Routes routes) {
			if (routes.getPatterns().isEmpty()) {
				throw new InvalidConfigurationPropertyValueException(key + ".patterns", "",
						"A group needs the patterns of its routes, such as /api/**.");
			}
			if (routes.getBuckets().isEmpty() && routes.getSlo().isEmpty()) {
				throw new InvalidConfigurationPropertyValueException(key + ".slo", "",
						"A group needs boundaries: objectives in slo, or buckets, such as 300ms.");
			}
			check(key + ".buckets", routes.getBuckets());
			check(key + ".slo", routes.getSlo());
			return new Group(routes.getPatterns()
				.stream()
				.map((pattern) -> PathPatterns.parse(key + ".patterns", pattern))
				.toList(), routes.getBuckets(), routes.getSlo());
		}

		private static void check(String key, List<Duration> durations) {
			for (Duration duration : durations) {
				if (duration.isNegative() || duration.isZero()) {
					throw new InvalidConfigurationPropertyValueException(key, duration,
							"A boundary has to be longer than nothing, such as 300ms.");
				}
			}
		}

		boolean matches(PathContainer route) {
			return this.patterns.stream().anyMatch((pattern) -> pattern.matches(route));
		}

	}

}
