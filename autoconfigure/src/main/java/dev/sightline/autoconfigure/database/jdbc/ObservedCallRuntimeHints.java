package dev.sightline.autoconfigure.database.jdbc;

import java.sql.CallableStatement;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Lets a native image make the proxy of a call.
 */
class ObservedCallRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.proxies().registerJdkProxy(CallableStatement.class);
	}

}
