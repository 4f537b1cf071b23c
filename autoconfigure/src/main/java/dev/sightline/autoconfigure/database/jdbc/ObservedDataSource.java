package dev.sightline.autoconfigure.database.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The source of a pool's connections, which are observed once and used many times.
 */
class ObservedDataSource extends DelegatingDataSource {

	private final Supplier<DataSource> source;

	private final ObservedDatabase database;

	/**
	 * Create it.
	 * @param source gives the source when it is needed: a driver that is missing must not
	 * be missed sooner than without us
	 */
	ObservedDataSource(Supplier<DataSource> source, ObservedDatabase database) {
		this.source = source;
		this.database = database;
	}

	@Override
	public synchronized @Nullable DataSource getTargetDataSource() {
		if (super.getTargetDataSource() == null) {
			setTargetDataSource(this.source.get());
		}
		return super.getTargetDataSource();
	}

	@Override
	public Connection getConnection() throws SQLException {
		return this.database.observe(super.getConnection());
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return this.database.observe(super.getConnection(username, password));
	}

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		DataSource target = obtainTargetDataSource();
		return type.isInstance(target) ? type.cast(target) : super.unwrap(type);
	}

	@Override
	public boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(obtainTargetDataSource()) || super.isWrapperFor(type);
	}

}
