package dev.sightline.autoconfigure.llm;

import java.util.function.LongConsumer;

/**
 * The times between the chunks of one stream: of each bucket of the conventions' how many
 * there were and their sum, so that a chunk costs two additions.
 */
final class ChunkTimes {

	/**
	 * The first boundary of the conventions, in nanoseconds. Each further one is twice
	 * the one before.
	 */
	private static final long FIRST = 10_000_000;

	private static final int BUCKETS = 15;

	private final long[] counts = new long[BUCKETS];

	private final long[] sums = new long[BUCKETS];

	private long max;

	void add(long nanos) {
		int bucket = bucket(nanos);
		this.counts[bucket]++;
		this.sums[bucket] += nanos;
		if (nanos > this.max) {
			this.max = nanos;
		}
	}

	private static int bucket(long nanos) {
		long multiple = (nanos - 1) / FIRST;
		return (multiple <= 0) ? 0 : Math.min(Long.SIZE - Long.numberOfLeadingZeros(multiple), BUCKETS - 1);
	}

	/**
	 * Give as many times as were added, with the same sum in each bucket and the same
	 * maximum.
	 */
	void forEach(LongConsumer consumer) {
		int last = (this.max > 0) ? bucket(this.max) : -1;
		for (int bucket = 0; bucket < BUCKETS; bucket++) {
			long count = this.counts[bucket];
			long sum = this.sums[bucket];
			if (bucket == last) {
				consumer.accept(this.max);
				count--;
				sum -= this.max;
			}
			for (long i = count; i > 0; i--) {
				long time = sum / i;
				consumer.accept(time);
				sum -= time;
			}
		}
	}

}
