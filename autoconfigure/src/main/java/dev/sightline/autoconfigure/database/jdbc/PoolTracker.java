package dev.sightline.autoconfigure.database.jdbc;

import com.zaxxer.hikari.metrics.IMetricsTracker;

/**
 * Hears how long a pool let wait for a connection, and passes all on to the metrics that
 * Micrometer has of pools.
 */
class PoolTracker implements IMetricsTracker {

	static final IMetricsTracker NONE = new IMetricsTracker() {
	};

	private final ObservedDatabase database;

	private final IMetricsTracker delegate;

	PoolTracker(ObservedDatabase database, IMetricsTracker delegate) {
		this.database = database;
		this.delegate = delegate;
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
