package dev.sightline.autoconfigure.cache;

import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import com.github.benmanes.caffeine.cache.stats.ConcurrentStatsCounter;
import com.github.benmanes.caffeine.cache.stats.StatsCounter;
import org.jspecify.annotations.Nullable;

/**
 * Counts as Caffeine does, and tells of each miss. Caffeine makes a counter without
 * saying for which cache, so whoever knows the cache asks it for its statistics while an
 * action lies on the thread, which is from then on that of its misses.
 */
class CaffeineMissCounter implements StatsCounter {

	private final StatsCounter counter = new ConcurrentStatsCounter();

	private final ThreadLocal<@Nullable Runnable> action;

	private volatile @Nullable Runnable missed;

	CaffeineMissCounter(ThreadLocal<@Nullable Runnable> action) {
		this.action = action;
	}

	@Override
	public void recordMisses(int count) {
		this.counter.recordMisses(count);
		Runnable missed = this.missed;
		if (missed != null && count > 0) {
			missed.run();
		}
	}

	@Override
	public CacheStats snapshot() {
		Runnable action = this.action.get();
		if (action != null) {
			this.missed = action;
		}
		return this.counter.snapshot();
	}

	@Override
	public void recordHits(int count) {
		this.counter.recordHits(count);
	}

	@Override
	public void recordLoadSuccess(long loadTime) {
		this.counter.recordLoadSuccess(loadTime);
	}

	@Override
	public void recordLoadFailure(long loadTime) {
		this.counter.recordLoadFailure(loadTime);
	}

	@Override
	public void recordEviction(int weight, RemovalCause cause) {
		this.counter.recordEviction(weight, cause);
	}

	@Override
	public String toString() {
		return this.counter.toString();
	}

}
