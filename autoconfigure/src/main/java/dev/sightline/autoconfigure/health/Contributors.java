package dev.sightline.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.application.AvailabilityStateHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributors;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;

/**
 * Finds what can be checked in Spring Boot's registries, with the names that the health
 * endpoint gives. What the application says of itself is not checked: it is known.
 */
final class Contributors {

	private final HealthContributorRegistry registry;

	private final @Nullable ReactiveHealthContributors reactive;

	private final CheckSettings settings;

	Contributors(HealthContributorRegistry registry, @Nullable ReactiveHealthContributors reactive,
			CheckSettings settings) {
		this.registry = registry;
		this.reactive = reactive;
		this.settings = settings;
	}

	/**
	 * All that there is by now.
	 */
	Found find() {
		Found found = new Found(new LinkedHashMap<>(), new LinkedHashSet<>());
		add("", this.registry, found);
		if (this.reactive != null) {
			Reactive.add("", this.reactive, this, found);
		}
		return found;
	}

	private void add(String prefix, HealthContributors contributors, Found found) {
		contributors.stream().forEach((entry) -> {
			String name = prefix + entry.name();
			HealthContributor contributor = entry.contributor();
			if (contributor instanceof CompositeHealthContributor composite) {
				found.composites().add(name);
				add(name + "/", composite, found);
			}
			else if (contributor instanceof HealthIndicator indicator
					&& !(indicator instanceof AvailabilityStateHealthIndicator)) {
				found.indicators()
					.put(name, new Indicator(indicator::health, settings(indicator),
							indicator instanceof VitalHealthIndicator));
			}
		});
	}

	private CheckSettings settings(HealthIndicator indicator) {
		if (indicator instanceof PacedHealthIndicator paced) {
			return this.settings.paced(paced.interval(), paced.timeout());
		}
		return this.settings;
	}

	/**
	 * What was found.
	 *
	 * @param indicators the indicators by name, such as {@code db} or {@code db/first}
	 * @param composites the names of composites, which may have no part yet
	 */
	record Found(Map<String, Indicator> indicators, Set<String> composites) {

	}

	/**
	 * An indicator.
	 *
	 * @param health asks it
	 * @param settings how it is asked
	 * @param vital whether liveness depends on it
	 */
	record Indicator(Supplier<@Nullable Health> health, CheckSettings settings, boolean vital) {

	}

	/**
	 * What needs Reactor, which may be absent.
	 */
	private static final class Reactive {

		/**
		 * Where Micrometer has the observation of a pipeline. This one makes none of its
		 * parts observed, on whatever thread they run.
		 */
		private static final String OBSERVATION = ObservationThreadLocalAccessor.KEY;

		static void add(String prefix, ReactiveHealthContributors reactive, Contributors contributors, Found found) {
			reactive.stream().forEach((entry) -> {
				String name = prefix + entry.name();
				ReactiveHealthContributor contributor = entry.contributor();
				if (prefix.isEmpty() && contributors.registry.getContributor(name) != null) {
					return;
				}
				if (contributor instanceof CompositeReactiveHealthContributor composite) {
					found.composites().add(name);
					add(name + "/", composite, contributors, found);
				}
				else if (contributor instanceof ReactiveHealthIndicator indicator) {
					found.indicators()
						.put(name, new Indicator(() -> ask(indicator, contributors.settings), contributors.settings,
								false));
				}
			});
		}

		/**
		 * Gives up after twice the limit, so that no thread hangs for ever.
		 */
		private static @Nullable Health ask(ReactiveHealthIndicator indicator, CheckSettings settings) {
			return indicator.health()
				.contextWrite((context) -> context.put(OBSERVATION, Observation.NOOP))
				.block(settings.timeout().multipliedBy(2));
		}

	}

}
