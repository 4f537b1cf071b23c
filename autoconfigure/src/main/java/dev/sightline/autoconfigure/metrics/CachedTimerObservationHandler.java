package dev.sightline.autoconfigure.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.spans.ObservationLatency;

/**
 * Records what {@link DefaultMeterObservationHandler} records, but looks a timer up in
 * the registry only once for each set of key-values. It makes no long task timers.
 */
class CachedTimerObservationHandler implements MeterObservationHandler<Observation.Context> {

	/**
	 * More series than that are better looked up each time than kept: a registry that
	 * refuses a series gives a new timer that does nothing for each.
	 */
	private static final int LIMIT = 10_000;

	private final MeterRegistry registry;

	private final DefaultMeterObservationHandler delegate;

	private final ConcurrentMap<Key, Timer> timers = new ConcurrentHashMap<>();

	CachedTimerObservationHandler(MeterRegistry registry, DefaultMeterObservationHandler delegate) {
		this.registry = registry;
		this.delegate = delegate;
		// A timer that was removed would go on counting where nobody looks.
		registry.config().onMeterRemoved((meter) -> this.timers.clear());
	}

	@Override
	public void onStart(Observation.Context context) {
		context.put(Timer.Sample.class, Timer.start(this.registry));
	}

	@Override
	public void onStop(Observation.Context context) {
		Long latency = context.get(ObservationLatency.KEY);
		if (latency != null) {
			timer(context).record(latency, TimeUnit.NANOSECONDS);
			return;
		}
		Timer.Sample sample = context.getRequired(Timer.Sample.class);
		sample.stop(timer(context));
	}

	@Override
	public void onEvent(Observation.Event event, Observation.Context context) {
		this.delegate.onEvent(event, context);
	}

	private Timer timer(Observation.Context context) {
		Throwable error = context.getError();
		Key key = new Key(context.getName(), context.getLowCardinalityKeyValues(),
				(error != null) ? error.getClass().getSimpleName() : KeyValue.NONE_VALUE);
		Timer timer = this.timers.get(key);
		if (timer == null) {
			timer = this.registry.timer(String.valueOf(key.name()), tags(key));
			if (this.timers.size() < LIMIT) {
				this.timers.put(key, timer);
			}
		}
		return timer;
	}

	private static List<Tag> tags(Key key) {
		List<Tag> tags = new ArrayList<>();
		key.keyValues().forEach((keyValue) -> tags.add(Tag.of(keyValue.getKey(), keyValue.getValue())));
		tags.add(Tag.of("error", key.error()));
		return tags;
	}

	private record Key(@Nullable String name, KeyValues keyValues, String error) {

	}

}
