package dev.sightline.autoconfigure.database.jdbc;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.PoolStats;
import com.zaxxer.hikari.util.DriverDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes pools of HikariCP from below: a connection is observed when the pool makes it,
 * so that to take one costs nothing more.
 */
class HikariPools {

	/**
	 * Of pools that started before the application had all its beans.
	 */
	private final List<PoolTracker> waiting = new ArrayList<>();

	private boolean started;

	private @Nullable MeterRegistry registry;

	/**
	 * Observe a pool, if it is one that has not started.
	 * @return whether it is observed
	 */
	boolean observe(DataSource dataSource, ObservedDatabase database) {
		if (!(dataSource instanceof HikariDataSource pool)) {
			return false;
		}
		if (pool.getDataSource() instanceof ObservedDataSource) {
			return true;
		}
		DataSource source = pool.getDataSource();
		if (pool.isRunning() || pool.isClosed() || source == null && pool.getJdbcUrl() == null) {
			return false;
		}
		pool.setDataSource(new ObservedDataSource((source != null) ? () -> source : () -> driver(pool), database));
		if (pool.getMetricRegistry() == null && pool.getMetricsTrackerFactory() == null) {
			pool.setMetricsTrackerFactory((name, stats) -> tracker(database, name, stats));
		}
		return true;
	}

	/**
	 * What the pool itself makes of its settings.
	 */
	private static DataSource driver(HikariDataSource pool) {
		return new DriverDataSource(pool.getJdbcUrl(), pool.getDriverClassName(), pool.getDataSourceProperties(),
				pool.getUsername(), pool.getPassword());
	}

	private synchronized PoolTracker tracker(ObservedDatabase database, String name, PoolStats stats) {
		PoolTracker tracker = new PoolTracker(database, name, stats);
		if (this.started) {
			tracker.start(this.registry);
		}
		else {
			this.waiting.add(tracker);
		}
		return tracker;
	}

	/**
	 * Let the metrics of pools begin, which Spring Boot's do at the same time.
	 * @param registry where they go, {@code null} if there are to be none
	 */
	synchronized void start(@Nullable MeterRegistry registry) {
		this.registry = registry;
		this.started = true;
		this.waiting.forEach((tracker) -> tracker.start(registry));
		this.waiting.clear();
	}

}
