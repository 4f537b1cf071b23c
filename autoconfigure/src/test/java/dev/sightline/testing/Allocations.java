package dev.sightline.testing;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.IntConsumer;

import com.sun.management.ThreadMXBean;

/**
 * What the calling thread allocates, as the JVM counts it.
 */
public final class Allocations {

	private static final int ITEMS = 10_000;

	private static final int TRIES = 3;

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private Allocations() {
	}

	/**
	 * The bytes that one more item of a stream allocates: those of 20,000 less those of
	 * 10,000, the median of some tries, so that what a stream costs whatever its length
	 * is not counted.
	 * @param stream takes a stream of so many items, on this thread
	 */
	public static double perItem(IntConsumer stream) {
		return perItem(ITEMS, stream);
	}

	/**
	 * As {@link #perItem(IntConsumer)}, for items that take long.
	 * @param items how many a stream has, and as many again
	 */
	public static double perItem(int items, IntConsumer stream) {
		stream.accept(items);
		double[] tries = new double[TRIES];
		for (int i = 0; i < TRIES; i++) {
			tries[i] = (bytes(stream, 2 * items) - bytes(stream, items)) / (double) items;
		}
		Arrays.sort(tries);
		return tries[TRIES / 2];
	}

	private static long bytes(IntConsumer stream, int items) {
		long before = threads.getCurrentThreadAllocatedBytes();
		stream.accept(items);
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

}
