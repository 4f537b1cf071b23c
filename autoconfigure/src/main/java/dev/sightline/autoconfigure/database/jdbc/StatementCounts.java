package dev.sightline.autoconfigure.database.jdbc;

import java.util.Arrays;
import java.util.function.BiConsumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;

/**
 * How often a request, or another outermost observation, ran which statement.
 */
final class StatementCounts {

	/**
	 * Longer chains of observations are not followed.
	 */
	private static final int DEPTH = 50;

	/**
	 * So many statements are told apart in one request.
	 */
	private static final int LIMIT = 64;

	private KnownStatement[] statements = new KnownStatement[2];

	private int[] counts = new int[2];

	private int known;

	private int total;

	private int most;

	private StatementCounts() {
	}

	/**
	 * Count a statement that runs in the current observation, if there is one.
	 */
	static void count(ObservationRegistry registry, KnownStatement statement) {
		Observation current = registry.getCurrentObservation();
		if (current == null || current.isNoop()) {
			return;
		}
		outermost(current.getContext()).computeIfAbsent(StatementCounts.class, (key) -> new StatementCounts())
			.add(statement);
	}

	private static Observation.Context outermost(Observation.Context context) {
		Observation.Context outermost = context;
		for (int i = 0; i < DEPTH; i++) {
			ObservationView parent = outermost.getParentObservation();
			if (parent == null || !(parent.getContextView() instanceof Observation.Context above)
					|| parent == Observation.NOOP) {
				break;
			}
			outermost = above;
		}
		return outermost;
	}

	static @Nullable StatementCounts of(Observation.Context context) {
		return context.get(StatementCounts.class);
	}

	private synchronized void add(KnownStatement statement) {
		this.total++;
		for (int i = 0; i < this.known; i++) {
			if (this.statements[i].isLike(statement)) {
				this.most = Math.max(this.most, ++this.counts[i]);
				return;
			}
		}
		if (this.known == LIMIT) {
			return;
		}
		if (this.known == this.counts.length) {
			this.statements = Arrays.copyOf(this.statements, this.known * 2);
			this.counts = Arrays.copyOf(this.counts, this.known * 2);
		}
		this.statements[this.known] = statement;
		this.counts[this.known++] = 1;
	}

	synchronized int total() {
		return this.total;
	}

	/**
	 * How often the statement ran that ran most often.
	 */
	synchronized int most() {
		return this.most;
	}

	/**
	 * All statements that ran more often than a threshold.
	 */
	synchronized void repeated(int threshold, BiConsumer<KnownStatement, Integer> action) {
		for (int i = 0; i < this.known; i++) {
			if (this.counts[i] > threshold) {
				action.accept(this.statements[i], this.counts[i]);
			}
		}
	}

}
