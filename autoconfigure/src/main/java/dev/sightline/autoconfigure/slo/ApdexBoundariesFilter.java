package dev.sightline.autoconfigure.slo;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

import dev.sightline.autoconfigure.slo.Slo.Apdex;

/**
 * Gives the latency histogram of requests the boundaries of objectives, and those at four
 * times as much, which Apdex needs.
 */
class ApdexBoundariesFilter implements MeterFilter {

	private final String requests;

	private final List<Boundary> boundaries;

	/**
	 * Create the filter.
	 * @param requests the name of the meter of requests
	 * @param slos the objectives
	 */
	ApdexBoundariesFilter(String requests, List<Slo> slos) {
		this.requests = requests;
		this.boundaries = slos.stream().map(Slo::apdex).filter(Objects::nonNull).map(Boundary::of).toList();
	}

	@Override
	public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		if (this.boundaries.isEmpty() || !id.getName().equals(this.requests)) {
			return config;
		}
		String uri = id.getTag("uri");
		double[] known = config.getServiceLevelObjectiveBoundaries();
		double[] all = DoubleStream
			.concat((known != null) ? DoubleStream.of(known) : DoubleStream.empty(),
					this.boundaries.stream()
						.filter((boundary) -> boundary.matches((uri != null) ? uri : ""))
						.flatMapToDouble((boundary) -> DoubleStream.of(boundary.nanos(), 4 * boundary.nanos())))
			.sorted()
			.distinct()
			.toArray();
		return DistributionStatisticConfig.builder().serviceLevelObjectives(all).build().merge(config);
	}

	/**
	 * A boundary of some routes.
	 *
	 * @param nanos the boundary, in nanoseconds
	 * @param routes the routes, none for all
	 */
	private record Boundary(double nanos, List<Pattern> routes) {

		static Boundary of(Apdex apdex) {
			return new Boundary(apdex.threshold().toNanos(),
					apdex.routes().stream().map(Slo::expression).map(Pattern::compile).toList());
		}

		boolean matches(String uri) {
			return this.routes.isEmpty() || this.routes.stream().anyMatch((route) -> route.matcher(uri).matches());
		}

	}

}
