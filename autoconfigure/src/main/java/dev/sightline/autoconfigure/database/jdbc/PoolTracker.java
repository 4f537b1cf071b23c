package dev.sightline.autoconfigure.database.jdbc;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.PoolStats;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Hears how long a pool let wait for a connection, and passes all on to the metrics that
 * Micrometer has of pools.
 */
class PoolTracker implements IMetricsTracker {

	private static final IMetricsTracker NONE = new IMetricsTracker() {
	};

	private final ObservedDatabase database;

	private final String name;

	private final PoolStats stats;

	private volatile IMetricsTracker delegate = NONE;

	PoolTracker(ObservedDatabase database, String name, PoolStats stats) {
		this.database = database;
		this.name = name;
		this.stats = stats;
	}

	void start(@Nullable MeterRegistry registry) {
		if (registry != null) {
			this.delegate = new MicrometerMetricsTrackerFactory(registry).create(this.name, this.stats);
		}
	}

	@Override
	public void recordConnectionCreatedMillis(long millis) {
		this.delegate.recordConnectionCreatedMillis(millis);
	}

	@Override
	public void recordConnectionAcquiredNanos(long nanos) {
		this.delegate.recordConnectionAcquiredNanos(nanos);
		StatementObserver observer = this.database.observer();
		if (observer != null) {
			observer.waited(this.database, nanos);
		}
	}

	@Override
	public void recordConnectionUsageMillis(long millis) {
		this.delegate.recordConnectionUsageMillis(millis);
	}

	@Override
	public void recordConnectionTimeout() {
		this.delegate.recordConnectionTimeout();
	}

	@Override
	public void close() {
		this.delegate.close();
	}

}
