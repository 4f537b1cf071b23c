package dev.sightline.autoconfigure.database.jdbc;

import java.util.Arrays;
import java.util.function.BiConsumer;

import io.micrometer.observation.Observation;
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

	private static final KnownStatement[] NO_STATEMENTS = {};

	private static final int[] NO_COUNTS = {};

	/**
	 * Most requests run one statement, and need no arrays.
	 */
	private @Nullable KnownStatement first;

	private int firstCount;

	private KnownStatement[] statements = NO_STATEMENTS;

	private int[] counts = NO_COUNTS;

	private int known;

	private int total;

	private int most;

	private StatementCounts() {
	}

	/**
	 * Count a statement that runs in an observation.
	 */
	static void count(Observation current, KnownStatement statement) {
		Observation.Context context = outermost(current.getContext());
		StatementCounts counts = context.get(StatementCounts.class);
		if (counts == null) {
			counts = create(context);
		}
		counts.add(statement);
	}

	private static StatementCounts create(Observation.Context context) {
		synchronized (context) {
			StatementCounts counts = context.get(StatementCounts.class);
			if (counts == null) {
				counts = new StatementCounts();
				context.put(StatementCounts.class, counts);
			}
			return counts;
		}
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
		KnownStatement first = this.first;
		if (first == null || first.isLike(statement)) {
			this.first = statement;
			this.most = Math.max(this.most, ++this.firstCount);
			return;
		}
		for (int i = 0; i < this.known; i++) {
			if (this.statements[i].isLike(statement)) {
				this.most = Math.max(this.most, ++this.counts[i]);
				return;
			}
		}
		if (this.known < LIMIT) {
			if (this.known == this.counts.length) {
				int size = Math.max(4, this.known * 2);
				this.statements = Arrays.copyOf(this.statements, size);
				this.counts = Arrays.copyOf(this.counts, size);
			}
			this.statements[this.known] = statement;
			this.counts[this.known++] = 1;
		}
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
		if (this.first != null && this.firstCount > threshold) {
			action.accept(this.first, this.firstCount);
		}
		for (int i = 0; i < this.known; i++) {
			if (this.counts[i] > threshold) {
				action.accept(this.statements[i], this.counts[i]);
			}
		}
	}

}
