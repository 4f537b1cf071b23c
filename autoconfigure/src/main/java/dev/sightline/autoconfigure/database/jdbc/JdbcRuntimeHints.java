package dev.sightline.autoconfigure.database.jdbc;

import java.sql.CallableStatement;
import java.sql.ResultSet;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Lets a native image make the proxies of calls and of results.
 */
class JdbcRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.proxies().registerJdkProxy(CallableStatement.class);
		hints.proxies().registerJdkProxy(ResultSet.class);
	}

}
