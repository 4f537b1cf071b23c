package dev.sightline.autoconfigure.sentry;

import dev.sightline.autoconfigure.bounded.Causes;

/**
 * The first of a chain of causes.
 */
final class RootCause {

	private RootCause() {
	}

	/**
	 * Find it, in a chain that may be long or a cycle.
	 */
	static Throwable of(Throwable thrown) {
		Throwable root = thrown;
		for (int i = 0; i < Causes.DEPTH && root.getCause() != null; i++) {
			root = root.getCause();
		}
		return root;
	}

	/**
	 * Whether what was found is the end of a chain. If it is not, others may search the
	 * chain for ever.
	 */
	static boolean isEnd(Throwable found) {
		return found.getCause() == null;
	}

}
