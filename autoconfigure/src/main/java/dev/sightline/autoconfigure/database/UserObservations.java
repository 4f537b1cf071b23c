package dev.sightline.autoconfigure.database;

import java.util.List;
import java.util.Map;

import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationRegistryCustomizer;
import org.springframework.core.env.Environment;

/**
 * Whether an application has something of its own that has to see each observation.
 */
public final class UserObservations {

	private static final List<Class<?>> TYPES = List.of(ObservationHandler.class, ObservationFilter.class,
			ObservationPredicate.class, GlobalObservationConvention.class, ObservationRegistryCustomizer.class);

	private static final List<String> LIBRARIES = List.of("org.springframework.", "io.micrometer.", "io.sentry.");

	private UserObservations() {
	}

	/**
	 * Whether there is any, once there are all beans.
	 */
	public static boolean areIn(ListableBeanFactory beans) {
		return TYPES.stream().anyMatch((type) -> isUserBean(beans, type)) || isSet(beans, "key-values")
				|| isSet(beans, "enable") || !hasLatencies(beans);
	}

	private static boolean isUserBean(ListableBeanFactory beans, Class<?> type) {
		for (Map.Entry<String, ?> bean : beans.getBeansOfType(type).entrySet()) {
			String name = bean.getValue().getClass().getName();
			if (!bean.getKey().startsWith("sightline") && LIBRARIES.stream().noneMatch(name::startsWith)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isSet(ListableBeanFactory beans, String property) {
		return Binder.get(beans.getBean(Environment.class))
			.bind("management.observations." + property, Bindable.mapOf(String.class, String.class))
			.isBound();
	}

	/**
	 * Whether timers take a time that was measured elsewhere, as ours do.
	 */
	private static boolean hasLatencies(ListableBeanFactory beans) {
		return beans.containsBean("sightlineCachedTimerHandlerGroup");
	}

}
