package dev.sightline.autoconfigure.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Status;

import dev.sightline.autoconfigure.bounded.BoundedMap;

/**
 * The series of checks.
 */
final class HealthMeters implements CheckListener {

	private static final String CHECK = "check";

	/**
	 * Known beforehand, so that the first change is an increase.
	 */
	private static final List<Status> COMMON = List.of(Status.UP, Status.DOWN);

	private static final List<Status> KNOWN = List.of(Status.UP, Status.DOWN, Status.OUT_OF_SERVICE, Status.UNKNOWN);

	/**
	 * How many checks have series of their own.
	 */
	private static final int LIMIT = 1000;

	private final ObjectProvider<MeterRegistry> registry;

	private final Predicate<Status> fails;

	private final Map<String, Meters> meters = new ConcurrentHashMap<>();

	HealthMeters(ObjectProvider<MeterRegistry> registry, Predicate<Status> fails) {
		this.registry = registry;
		this.fails = fails;
	}

	@Override
	public void added(Check check) {
		MeterRegistry registry = this.registry.getIfAvailable();
		if (registry != null && (this.meters.size() < LIMIT || this.meters.containsKey(check.name()))) {
			this.meters.computeIfAbsent(check.name(), (name) -> new Meters(registry, check, this.fails));
		}
	}

	@Override
	public void removed(String name) {
		Meters meters = this.meters.remove(name);
		if (meters != null) {
			meters.remove();
		}
	}

	@Override
	public void measured(String name, Duration duration) {
		MeterRegistry registry = this.registry.getIfAvailable();
		Meters meters = this.meters.get(name);
		if (meters != null) {
			meters.duration.record(duration);
		}
		else if (registry != null) {
			timer(registry, (this.meters.size() < LIMIT) ? name : BoundedMap.OTHER).record(duration);
		}
	}

	@Override
	public void changed(String name, Status before, CheckState after) {
		MeterRegistry registry = this.registry.getIfAvailable();
		if (registry != null) {
			Meters meters = this.meters.get(name);
			String status = KNOWN.contains(after.status()) ? after.status().getCode() : BoundedMap.OTHER;
			counter(registry, (meters != null) ? name : BoundedMap.OTHER, status).increment();
		}
	}

	private static Counter counter(MeterRegistry registry, String check, String status) {
		return Counter.builder("health.transitions")
			.description("Changes of what a check counts as, by what it changed to")
			.tag(CHECK, check)
			.tag("status", status)
			.register(registry);
	}

	private static Timer timer(MeterRegistry registry, String check) {
		return Timer.builder("health.check.duration")
			.description("Time that a check took, or its limit")
			.tag(CHECK, check)
			.register(registry);
	}

	/**
	 * The meters of one check.
	 */
	private static final class Meters {

		private final MeterRegistry registry;

		private final String name;

		private final Gauge status;

		private final Gauge lastChange;

		private final Timer duration;

		Meters(MeterRegistry registry, Check check, Predicate<Status> fails) {
			this.registry = registry;
			this.name = check.name();
			this.status = Gauge.builder("health.status", check, (owner) -> status(owner.state(), fails))
				.description("Whether a check counts as well: 1, or 0 if it failed")
				.tag(CHECK, this.name)
				.register(registry);
			this.lastChange = Gauge.builder("health.last.change.time", check, (owner) -> lastChange(owner.state()))
				.description("Since when a check counts as what it does, in Unix time")
				.baseUnit("seconds")
				.tag(CHECK, this.name)
				.register(registry);
			this.duration = timer(registry, this.name);
			COMMON.forEach((status) -> counter(registry, this.name, status.getCode()));
		}

		void remove() {
			List.<Meter>of(this.status, this.lastChange, this.duration).forEach(this.registry::remove);
			this.registry.find("health.transitions").tag(CHECK, this.name).meters().forEach(this.registry::remove);
		}

		private static double status(@Nullable CheckState state, Predicate<Status> fails) {
			return (state == null) ? Double.NaN : (fails.test(state.status()) ? 0 : 1);
		}

		private static double lastChange(@Nullable CheckState state) {
			return (state == null) ? Double.NaN : state.since().toEpochMilli() / 1000.0;
		}

	}

}
