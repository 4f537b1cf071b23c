package dev.sightline.autoconfigure.http.server;

import io.micrometer.observation.Observation;

/**
 * Whether what this thread does is for a request that is excluded, so that nothing of it
 * is observed: not by Spring Security, and not by what the handler calls.
 */
final class ExcludedScope {

	private static final ThreadLocal<Boolean> EXCLUDED = new ThreadLocal<>();

	private ExcludedScope() {
	}

	static boolean isExcluded() {
		return EXCLUDED.get() != null;
	}

	static void set(boolean excluded) {
		if (excluded) {
			EXCLUDED.set(Boolean.TRUE);
		}
		else {
			EXCLUDED.remove();
		}
	}

	/**
	 * The predicate that keeps the observations out.
	 */
	static boolean isObserved(String name, Observation.Context context) {
		return EXCLUDED.get() == null;
	}

}
