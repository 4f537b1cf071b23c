package dev.sightline.autoconfigure.database.jdbc;

import java.sql.SQLException;

/**
 * A call of JDBC.
 *
 * @param <S> what is called
 * @param <R> what it gives
 */
@FunctionalInterface
interface Call<S, R> {

	R on(S target) throws SQLException;

}
