package dev.sightline.autoconfigure.database.jdbc;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import com.zaxxer.hikari.util.DriverDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Observes pools of HikariCP from below: a connection is observed when the pool makes it,
 * so that to take one costs nothing more.
 */
class HikariPools {

	/**
	 * The pools, until the application has all its beans.
	 */
	private final List<Runnable> waiting = new ArrayList<>();

	private final Guard guard = new Guard(LoggerFactory.getLogger(HikariPools.class),
			"A pool does not tell how long it lets wait. This is told once.");

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
		DataSource source = pool.getDataSource();
		if (source instanceof ObservedDataSource) {
			return true;
		}
		if (pool.isRunning() || pool.isClosed() || !isReplaceable(pool, source)) {
			return false;
		}
		pool.setDataSource(new ObservedDataSource((source != null) ? () -> source : () -> driver(pool), database));
		track(pool, database);
		return true;
	}

	/**
	 * Whether the pool does the same with another source: it looks for MySQL in the name
	 * of the class, and prefers the name of a class to a URL.
	 */
	private static boolean isReplaceable(HikariDataSource pool, @Nullable DataSource source) {
		return (source != null) ? !source.getClass().getName().contains("Mysql")
				: pool.getDataSourceClassName() == null && pool.getJdbcUrl() != null;
	}

	/**
	 * What the pool itself makes of its settings.
	 */
	private static DataSource driver(HikariDataSource pool) {
		return new DriverDataSource(pool.getJdbcUrl(), pool.getDriverClassName(), pool.getDataSourceProperties(),
				pool.getUsername(), pool.getPassword());
	}

	/**
	 * Not before the application has all its beans: until then a user may give the pool a
	 * registry of its own, which HikariCP refuses if it has a tracker.
	 */
	private synchronized void track(HikariDataSource pool, ObservedDatabase database) {
		if (!this.started) {
			this.waiting.add(() -> track(pool, database));
		}
		else if (pool.getMetricRegistry() == null && pool.getMetricsTrackerFactory() == null) {
			MeterRegistry registry = this.registry;
			pool.setMetricsTrackerFactory((name, stats) -> new PoolTracker(database, (registry != null)
					? new MicrometerMetricsTrackerFactory(registry).create(name, stats) : PoolTracker.NONE));
		}
	}

	/**
	 * Let the metrics of pools begin.
	 * @param registry where they go, {@code null} if there are to be none
	 */
	synchronized void start(@Nullable MeterRegistry registry) {
		this.registry = registry;
		this.started = true;
		this.waiting.forEach(this.guard::run);
		this.waiting.clear();
	}

}
