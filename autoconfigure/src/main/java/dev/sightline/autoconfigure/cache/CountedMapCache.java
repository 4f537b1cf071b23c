package dev.sightline.autoconfigure.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.core.serializer.support.SerializationDelegate;

/**
 * A cache on a map in memory that counts: one addition more for each call, and no object.
 */
class CountedMapCache extends ConcurrentMapCache {

	private final LongAdder hits = new LongAdder();

	private final LongAdder misses = new LongAdder();

	private final LongAdder puts = new LongAdder();

	private final LongAdder removals = new LongAdder();

	private final LongAdder loads = new LongAdder();

	private final LongAdder failedLoads = new LongAdder();

	private final LongAdder loadNanos = new LongAdder();

	private volatile @Nullable Runnable missed;

	CountedMapCache(String name, ConcurrentMap<Object, Object> store, boolean allowNullValues,
			@Nullable SerializationDelegate serialization) {
		super(name, store, allowNullValues, serialization);
	}

	/**
	 * Do something at each miss.
	 */
	void onMiss(Runnable missed) {
		this.missed = missed;
	}

	private void missed() {
		this.misses.increment();
		Runnable missed = this.missed;
		if (missed != null) {
			missed.run();
		}
	}

	long hits() {
		return this.hits.sum();
	}

	long misses() {
		return this.misses.sum();
	}

	long puts() {
		return this.puts.sum();
	}

	long removals() {
		return this.removals.sum();
	}

	long loads() {
		return this.loads.sum();
	}

	long failedLoads() {
		return this.failedLoads.sum();
	}

	long loadNanos() {
		return this.loadNanos.sum();
	}

	@Override
	protected @Nullable Object lookup(Object key) {
		Object value = super.lookup(key);
		if (value != null) {
			this.hits.increment();
		}
		else {
			missed();
		}
		return value;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		Load load = new Load(valueLoader);
		Object value = getNativeCache().computeIfAbsent(key, load);
		if (!load.called) {
			this.hits.increment();
		}
		return (T) fromStoreValue(value);
	}

	@Override
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		AtomicLong start = new AtomicLong();
		CompletableFuture<T> future = super.retrieve(key, () -> {
			missed();
			start.set(System.nanoTime());
			return valueLoader.get();
		});
		future.whenComplete((value, ex) -> {
			if (start.get() != 0) {
				loaded(ex == null, start.get());
			}
			else if (ex == null) {
				this.hits.increment();
			}
		});
		return future;
	}

	private void loaded(boolean successfully, long start) {
		this.loadNanos.add(System.nanoTime() - start);
		(successfully ? this.loads : this.failedLoads).increment();
		if (successfully) {
			this.puts.increment();
		}
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		super.put(key, value);
		this.puts.increment();
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		ValueWrapper existing = super.putIfAbsent(key, value);
		if (existing == null) {
			this.puts.increment();
		}
		return existing;
	}

	@Override
	public void evict(Object key) {
		evictIfPresent(key);
	}

	@Override
	public boolean evictIfPresent(Object key) {
		boolean present = super.evictIfPresent(key);
		if (present) {
			this.removals.increment();
		}
		return present;
	}

	@Override
	public void clear() {
		this.removals.add(getNativeCache().size());
		super.clear();
	}

	@Override
	public boolean invalidate() {
		this.removals.add(getNativeCache().size());
		return super.invalidate();
	}

	/**
	 * Stands for the function that the superclass makes for each call, so that it costs
	 * no more.
	 */
	private final class Load implements Function<Object, Object> {

		private final Callable<?> valueLoader;

		private boolean called;

		Load(Callable<?> valueLoader) {
			this.valueLoader = valueLoader;
		}

		@Override
		public Object apply(Object key) {
			this.called = true;
			missed();
			long start = System.nanoTime();
			boolean successfully = false;
			try {
				Object value = toStoreValue(this.valueLoader.call());
				successfully = true;
				return value;
			}
			catch (Throwable ex) {
				throw new ValueRetrievalException(key, this.valueLoader, ex);
			}
			finally {
				loaded(successfully, start);
			}
		}

	}

}
