package dev.sightline.autoconfigure.sentry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.micrometer.observation.Observation;
import io.sentry.Breadcrumb;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.trail.Crumb;

/**
 * What happened last below an observation: references only, of which breadcrumbs are made
 * if something fails. It is kept in the context of the outermost observation, and is made
 * when there is something to keep.
 */
final class Trail {

	/**
	 * Most requests have no more.
	 */
	private static final int SMALL = 4;

	private final int limit;

	private Object[] entries = new Object[SMALL];

	private long[] times = new long[SMALL];

	/**
	 * How many there were, also those that are forgotten.
	 */
	private int count;

	/**
	 * Create one that belongs to no observation.
	 * @param limit how many entries it keeps, one at least
	 */
	Trail(int limit) {
		this.limit = limit;
	}

	/**
	 * The trail of an outermost observation, made if there is none.
	 * @param limit how many entries it keeps, one at least
	 */
	static Trail of(Observation.Context root, int limit) {
		Trail trail = root.get(Trail.class);
		if (trail == null) {
			Trail created = new Trail(limit);
			trail = root.computeIfAbsent(Trail.class, (key) -> created);
		}
		return trail;
	}

	/**
	 * The trail of an outermost observation, {@code null} if there is none.
	 */
	static @Nullable Trail find(Observation.Context root) {
		return root.get(Trail.class);
	}

	/**
	 * Keep one more, in place of the oldest if there are too many.
	 * @param entry the context of an observation, a {@link Crumb} or one that is
	 * {@link Told}
	 */
	synchronized void add(Object entry) {
		if (this.count == this.entries.length && this.count < this.limit) {
			int length = Math.min(this.limit, 2 * this.count);
			this.entries = Arrays.copyOf(this.entries, length);
			this.times = Arrays.copyOf(this.times, length);
		}
		int index = this.count++ % Math.min(this.limit, this.entries.length);
		this.entries[index] = entry;
		this.times[index] = System.currentTimeMillis();
	}

	/**
	 * What is kept, the oldest first.
	 */
	synchronized List<Entry> entries() {
		int length = Math.min(this.limit, this.entries.length);
		List<Entry> entries = new ArrayList<>();
		for (int i = Math.max(0, this.count - length); i < this.count; i++) {
			entries.add(new Entry(this.entries[i % length], this.times[i % length]));
		}
		return entries;
	}

	/**
	 * One entry.
	 *
	 * @param what what happened
	 * @param millis when, in milliseconds since 1970
	 */
	record Entry(Object what, long millis) {

	}

	/**
	 * What tells of itself as Sentry has it.
	 */
	interface Told {

		/**
		 * Tell of it.
		 */
		void tell(Breadcrumb breadcrumb);

		/**
		 * The observation in which it happened, {@code null} if it concerns all.
		 */
		Observation.@Nullable Context within();

	}

}
