package dev.sightline.autoconfigure.database.jdbc;

import java.sql.SQLException;
import java.sql.Wrapper;

/**
 * A wrapper that finds itself and all that it is around.
 */
interface WrapperDelegate extends Wrapper {

	Wrapper delegate();

	@Override
	default <T> T unwrap(Class<T> type) throws SQLException {
		if (type.isInstance(this)) {
			return type.cast(this);
		}
		return type.isInstance(delegate()) ? type.cast(delegate()) : delegate().unwrap(type);
	}

	@Override
	default boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(this) || type.isInstance(delegate()) || delegate().isWrapperFor(type);
	}

}
