package dev.sightline.autoconfigure.database.redis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import dev.sightline.autoconfigure.database.DatabaseTags;
import dev.sightline.autoconfigure.database.redis.RedisTarget.Operation;

/**
 * Times commands that need no observation: their spans would not be recorded, and nobody
 * but the timer would listen.
 */
class QuietCommands {

	private static final String BOOT = "org.springframework.boot.";

	/**
	 * Whose handlers, filters and predicates do nothing with a command that succeeds but
	 * what is done here.
	 */
	private static final String[] KNOWN = { BOOT, "io.micrometer.", "dev.sightline." };

	private static final String CUSTOMIZER = BOOT
			+ "micrometer.observation.autoconfigure.ObservationRegistryCustomizer";

	/**
	 * The handlers that keep to a time that is measured already, as for a command that
	 * turns out to have failed, are registered by this bean.
	 */
	private static final String TIMERS = "sightlineCachedTimerHandlerGroup";

	private final MeterRegistry registry;

	private final Map<Operation, Timer> timers = new ConcurrentHashMap<>();

	QuietCommands(MeterRegistry registry) {
		this.registry = registry;
		// A timer that was removed would go on counting where nobody looks.
		registry.config().onMeterRemoved((meter) -> this.timers.clear());
	}

	/**
	 * Look for those who would listen to an observation.
	 * @return {@code null} if there are any
	 */
	static @Nullable QuietCommands of(ListableBeanFactory beanFactory) {
		MeterRegistry registry = beanFactory.getBeanProvider(MeterRegistry.class).getIfAvailable();
		Environment environment = beanFactory.getBean(Environment.class);
		ClassLoader classLoader = QuietCommands.class.getClassLoader();
		boolean quiet = registry != null && beanFactory.containsBean(TIMERS)
				&& ClassUtils.isPresent("io.micrometer.tracing.handler.TracingObservationHandler", classLoader)
				&& ClassUtils.isPresent(CUSTOMIZER, classLoader)
				&& !"all".equalsIgnoreCase(environment.getProperty("management.tracing.exemplars.include"))
				&& !isSet(environment, "management.observations.enable")
				&& !isSet(environment, "management.observations.key-values")
				&& Stream
					.of(ObservationHandler.class, ObservationFilter.class, ObservationPredicate.class,
							ClassUtils.resolveClassName(CUSTOMIZER, classLoader))
					.flatMap((type) -> beanFactory.getBeansOfType(type).values().stream())
					.allMatch(QuietCommands::isKnown);
		return quiet ? new QuietCommands(registry) : null;
	}

	private static boolean isSet(Environment environment, String key) {
		return Binder.get(environment).bind(key, Bindable.mapOf(String.class, String.class)).isBound();
	}

	private static boolean isKnown(Object bean) {
		String name = bean.getClass().getName();
		return Stream.of(KNOWN).anyMatch(name::startsWith);
	}

	/**
	 * Whether a command within an observation needs none itself. Without a parent it may
	 * be the first of a trace, which the sampler has to decide on.
	 */
	boolean isQuiet(@Nullable Observation parent) {
		TracingContext tracing = (parent != null) ? parent.getContextView().get(TracingContext.class) : null;
		return tracing != null && tracing.getSpan() != null && tracing.getSpan().isNoop();
	}

	/**
	 * Record a command that succeeded.
	 */
	void record(Operation operation, long nanos) {
		Timer timer = this.timers.get(operation);
		if (timer == null) {
			timer = this.timers.computeIfAbsent(operation, this::register);
		}
		timer.record(nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * The timer that an observation would have.
	 */
	private Timer register(Operation operation) {
		return this.registry.timer(DatabaseTags.DURATION,
				Stream.concat(
						operation.success().stream().map((keyValue) -> Tag.of(keyValue.getKey(), keyValue.getValue())),
						Stream.of(Tag.of("error", "none")))
					.toList());
	}

}
