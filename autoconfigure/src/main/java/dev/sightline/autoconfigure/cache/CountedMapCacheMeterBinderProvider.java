package dev.sightline.autoconfigure.cache;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;

/**
 * Binds caches on a map in memory that count.
 */
class CountedMapCacheMeterBinderProvider implements CacheMeterBinderProvider<CountedMapCache> {

	@Override
	public MeterBinder getMeterBinder(CountedMapCache cache, Iterable<Tag> tags) {
		return new CountedMapCacheMetrics(cache, tags);
	}

	private static final class CountedMapCacheMetrics extends CacheMeterBinder<CountedMapCache> {

		private static final LoadMeters<CountedMapCache> LOADS = new LoadMeters<>(CountedMapCache::loads,
				CountedMapCache::failedLoads, CountedMapCache::loadNanos);

		private final CountedMapCache cache;

		CountedMapCacheMetrics(CountedMapCache cache, Iterable<Tag> tags) {
			super(cache, cache.getName(), tags);
			this.cache = cache;
		}

		@Override
		protected Long size() {
			return (long) this.cache.getNativeCache().size();
		}

		@Override
		protected long hitCount() {
			return this.cache.hits();
		}

		@Override
		protected Long missCount() {
			return this.cache.misses();
		}

		/**
		 * What nobody removes stays.
		 */
		@Override
		protected @Nullable Long evictionCount() {
			return null;
		}

		@Override
		protected long putCount() {
			return this.cache.puts();
		}

		@Override
		protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
			FunctionCounter.builder("cache.removals", this.cache, CountedMapCache::removals)
				.tags(getTagsWithCacheName())
				.description("Cache removals")
				.register(registry);
			LOADS.bind(this.cache, registry, getTagsWithCacheName());
		}

	}

}
