package dev.sightline.autoconfigure.bounded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * Walks the causes of exceptions, of which there may be many, or a cycle.
 */
public final class Causes {

	/**
	 * Longer chains are not looked at.
	 */
	public static final int DEPTH = 20;

	private Causes() {
	}

	/**
	 * An exception and its causes.
	 * @param thrown the exception, {@code null} for none
	 * @return the exception first, {@value #DEPTH} at most
	 */
	public static List<Throwable> of(@Nullable Throwable thrown) {
		List<Throwable> causes = new ArrayList<>();
		for (Throwable cause = thrown; cause != null && causes.size() < DEPTH; cause = cause.getCause()) {
			causes.add(cause);
		}
		return causes;
	}

	/**
	 * What went wrong, without what a future puts around it.
	 */
	public static Throwable unwrapped(Throwable thrown) {
		return (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause() : thrown;
	}

}
