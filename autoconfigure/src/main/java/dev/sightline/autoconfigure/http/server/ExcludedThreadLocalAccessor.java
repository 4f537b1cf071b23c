package dev.sightline.autoconfigure.http.server;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Carries the exclusion of a request to the threads that work for it.
 */
public class ExcludedThreadLocalAccessor implements ThreadLocalAccessor<Boolean> {

	static final String KEY = ExcludedThreadLocalAccessor.class.getName();

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable Boolean getValue() {
		return ExcludedScope.isExcluded() ? Boolean.TRUE : null;
	}

	@Override
	public void setValue(Boolean value) {
		ExcludedScope.set(value);
	}

	@Override
	public void setValue() {
		ExcludedScope.set(false);
	}

}
