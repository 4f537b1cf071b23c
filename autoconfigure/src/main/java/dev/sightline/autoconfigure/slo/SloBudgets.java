package dev.sightline.autoconfigure.slo;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import org.springframework.beans.factory.ObjectProvider;

/**
 * What is left of the error budgets by what this process counted since it started. It is
 * worked out from meters that are there anyway, when somebody scrapes.
 */
class SloBudgets implements MeterBinder {

	private final List<Slo> slos;

	private final ObjectProvider<PrometheusMeterRegistry> scraped;

	private final Map<Slo, Events> events = new ConcurrentHashMap<>();

	/**
	 * Create the gauges.
	 * @param slos the objectives
	 * @param scraped the registry whose series the objectives name
	 */
	SloBudgets(List<Slo> slos, ObjectProvider<PrometheusMeterRegistry> scraped) {
		this.slos = slos;
		this.scraped = scraped;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Slo slo : this.slos) {
			Gauge.builder("slo.error.budget.remaining", () -> remaining(slo))
				.description("Share of the error budget that is left, by what this process counted since it started")
				.baseUnit("ratio")
				.tag("slo", slo.name())
				.register(registry);
		}
	}

	/**
	 * The share that is left.
	 * @return 1 if nothing bad was counted, below 0 if more was than there may be,
	 * {@code NaN} without a scrape
	 */
	private double remaining(Slo slo) {
		PrometheusMeterRegistry registry = this.scraped.getIfAvailable();
		if (registry == null) {
			return Double.NaN;
		}
		Events counted = this.events.computeIfAbsent(slo,
				(key) -> new Events(new CountedMeters(slo.total(), registry), new CountedMeters(slo.good(), registry)));
		double total = counted.total().sum();
		return (total > 0) ? 1 - (total - counted.good().sum()) / total / slo.budget().doubleValue() : 1;
	}

	/**
	 * What is counted for an objective.
	 *
	 * @param total counts all
	 * @param good counts what is good
	 */
	private record Events(CountedMeters total, CountedMeters good) {

	}

}
