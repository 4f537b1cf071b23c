package dev.sightline.autoconfigure.cache;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;

/**
 * The meters of what a cache loads itself, by the names that Micrometer has for them.
 *
 * @param <C> the caches
 * @param success how many loads gave a value
 * @param failure how many did not
 * @param nanos how long all of them took together, in nanoseconds
 */
record LoadMeters<C>(ToDoubleFunction<C> success, ToDoubleFunction<C> failure, ToDoubleFunction<C> nanos) {

	void bind(C cache, MeterRegistry registry, Iterable<Tag> tags) {
		TimeGauge.builder("cache.load.duration", cache, TimeUnit.NANOSECONDS, this.nanos)
			.description("The time the cache has spent loading new values")
			.tags(tags)
			.register(registry);
		loads(cache, registry, tags, "success", this.success);
		loads(cache, registry, tags, "failure", this.failure);
	}

	private void loads(C cache, MeterRegistry registry, Iterable<Tag> tags, String result, ToDoubleFunction<C> count) {
		FunctionCounter.builder("cache.load", cache, count)
			.description("The number of times the cache has loaded a new value or failed to")
			.tags(tags)
			.tag("result", result)
			.register(registry);
	}

}
