package dev.sightline.autoconfigure.system;

import java.io.File;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A mounted file system, and what was last read of it.
 */
final class Mount {

	/**
	 * In nanoseconds. A reading is started as often, if one scrapes so often.
	 */
	private static final long PAUSE = 1_000_000_000;

	/**
	 * In nanoseconds. An older reading is not told any more.
	 */
	private static final long AGE = 120 * PAUSE;

	private final String path;

	private final String type;

	private final Function<File, Space> reader;

	private final Executor executor;

	private final AtomicBoolean reading = new AtomicBoolean();

	private volatile @Nullable Reading last;

	Mount(String path, String type, Function<File, Space> reader, Executor executor) {
		// The kernel writes white space and backslashes as octal numbers.
		this.path = path.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
		this.type = type;
		this.reader = reader;
		this.executor = executor;
	}

	String path() {
		return this.path;
	}

	String type() {
		return this.type;
	}

	/**
	 * A value of what was last read. It starts another reading for the next who asks.
	 * @return the value, not a number if it was not read for long
	 */
	double value(Function<Space, Long> value) {
		Reading last = this.last;
		long now = System.nanoTime();
		if (last == null || now - last.time() >= PAUSE) {
			refresh();
		}
		return (last != null && now - last.time() < AGE) ? value.apply(last.space()) : Double.NaN;
	}

	void refresh() {
		if (this.reading.compareAndSet(false, true)) {
			try {
				this.executor.execute(this::read);
			}
			catch (RejectedExecutionException ex) {
				// Too many others hang, and the next who asks tries again.
				this.reading.set(false);
			}
		}
	}

	private void read() {
		try {
			Space space = this.reader.apply(new File(this.path));
			this.last = new Reading(space, System.nanoTime());
		}
		finally {
			this.reading.set(false);
		}
	}

	/**
	 * The space of a file system, in bytes.
	 *
	 * @param used what files have
	 * @param free what anybody may have
	 * @param reserved what only the system may have
	 */
	record Space(long used, long free, long reserved) {

		static Space of(File directory) {
			long free = directory.getFreeSpace();
			long usable = directory.getUsableSpace();
			return new Space(directory.getTotalSpace() - free, usable, Math.max(0, free - usable));
		}

	}

	private record Reading(Space space, long time) {

	}

}
