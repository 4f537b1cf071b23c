package dev.sightline.autoconfigure.database;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import dev.sightline.autoconfigure.spans.Spans;
import dev.sightline.autoconfigure.trail.Crumb;
import dev.sightline.autoconfigure.trail.Trails;

/**
 * Times calls that need no observation: their spans would not be recorded, and nobody but
 * the timer would listen.
 *
 * @param <K> the kinds of calls, which are few
 */
public final class QuietCalls<K> {

	private static final String CUSTOMIZER = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationRegistryCustomizer";

	private final MeterRegistry registry;

	private final Spans spans;

	private final Trails trails;

	private final Function<K, KeyValues> tags;

	private final Map<K, Timer> timers = new ConcurrentHashMap<>();

	private QuietCalls(MeterRegistry registry, Spans spans, Trails trails, Function<K, KeyValues> tags) {
		this.registry = registry;
		this.spans = spans;
		this.trails = trails;
		this.tags = tags;
		// A timer that was removed would go on counting where nobody looks.
		registry.config().onMeterRemoved((meter) -> this.timers.clear());
	}

	/**
	 * Look for those who would listen to an observation, once there are all beans.
	 * @param tags the tags of a call that succeeds
	 * @return {@code null} if there are any
	 */
	public static <K> @Nullable QuietCalls<K> of(ListableBeanFactory beanFactory, Function<K, KeyValues> tags) {
		MeterRegistry registry = beanFactory.getBeanProvider(MeterRegistry.class).getIfAvailable();
		Environment environment = beanFactory.getBean(Environment.class);
		ClassLoader classLoader = QuietCalls.class.getClassLoader();
		boolean quiet = ClassUtils.isPresent(CUSTOMIZER, classLoader)
				&& !"all".equalsIgnoreCase(environment.getProperty("management.tracing.exemplars.include"))
				&& !UserObservations.areIn(beanFactory);
		return (registry != null && quiet)
				? new QuietCalls<>(registry, Spans.of(beanFactory), Trails.of(beanFactory), tags) : null;
	}

	/**
	 * Whether a call within an observation needs none itself. Without a parent it may be
	 * the first of a trace, which the sampler has to decide on.
	 */
	public boolean isQuiet(@Nullable Observation parent) {
		return parent != null && parent.isNoop() || !this.spans.isWanted(parent);
	}

	/**
	 * Record a call that succeeded.
	 * @param parent within what it ran, {@code null} if that is not known
	 * @param crumb what is kept of it
	 */
	public void record(K kind, long nanos, @Nullable Observation parent, Crumb crumb) {
		if (parent != null) {
			this.trails.add(parent, crumb);
		}
		Timer timer = this.timers.get(kind);
		if (timer == null) {
			timer = this.timers.computeIfAbsent(kind, this::register);
		}
		timer.record(nanos, TimeUnit.NANOSECONDS);
	}

	private Timer register(K kind) {
		return DatabaseTags.timer(this.registry, this.tags.apply(kind), null);
	}

}
