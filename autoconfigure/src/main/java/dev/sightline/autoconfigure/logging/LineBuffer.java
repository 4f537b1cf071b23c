package dev.sightline.autoconfigure.logging;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.export.LossReason;
import dev.sightline.autoconfigure.logging.LineSink.RetryException;

/**
 * Takes lines from many threads without letting them wait, and writes them with one of
 * its own. When it is full, lines are dropped and counted; the last fifth is for those
 * that matter.
 */
class LineBuffer {

	private static final int BATCH = 64 * 1024;

	/**
	 * What a line costs besides its bytes.
	 */
	private static final int OVERHEAD = 64;

	/**
	 * While lines keep coming, nobody has to wake the thread: it looks so often.
	 */
	private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(5);

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

	/**
	 * How long the end waits for a sink that hangs, in milliseconds.
	 */
	private static final long LAST = 200;

	private final LineSink sink;

	private final ExportCounts counts;

	private final LossNotice notice;

	private final long capacity;

	private final Queue<byte[]> lines = new ConcurrentLinkedQueue<>();

	private final AtomicLong size = new AtomicLong();

	private final Thread thread;

	private final byte[] batch = new byte[BATCH];

	private volatile boolean asleep;

	/**
	 * When to give up, once that is known.
	 */
	private volatile @Nullable Long deadline;

	LineBuffer(LineSink sink, ExportCounts counts, long capacity) {
		this.sink = sink;
		this.counts = counts;
		this.capacity = capacity;
		this.notice = new LossNotice(counts);
		this.thread = new Thread(this::run, "sightline-log-" + counts.destination());
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Take a line. It never waits, unless the sink has whoever logs write by himself.
	 * @param line the line
	 * @param important whether it may use the last fifth
	 */
	void offer(byte[] line, boolean important) {
		this.counts.offer();
		if (this.sink.isDirect()) {
			direct(line);
			return;
		}
		long size = this.size.addAndGet(line.length + OVERHEAD);
		if (size > (important ? this.capacity : this.capacity / 5 * 4)) {
			this.size.addAndGet(-line.length - OVERHEAD);
			this.counts.drop(1);
			this.notice.lost("its buffer is full");
			return;
		}
		this.lines.add(line);
		if (this.asleep) {
			this.asleep = false;
			LockSupport.unpark(this.thread);
		}
	}

	private synchronized void direct(byte[] line) {
		try {
			this.sink.write(line, line.length);
			this.counts.send(1);
		}
		catch (IOException ex) {
			this.counts.fail(1);
		}
	}

	private void run() {
		boolean idle = false;
		while (!isLate() && (this.deadline == null || !this.lines.isEmpty())) {
			try {
				idle = round(idle);
			}
			catch (Throwable ex) {
				// Such as a lack of memory, which may be over in the next round.
				LockSupport.parkNanos(PAUSE);
			}
		}
	}

	/**
	 * Write what is there, or wait.
	 * @param idle whether there was nothing the last time
	 * @return whether there was nothing this time
	 */
	private boolean round(boolean idle) {
		if (!this.lines.isEmpty()) {
			drain();
			return false;
		}
		Thread.interrupted();
		if (!idle) {
			LockSupport.parkNanos(LINGER);
			return true;
		}
		this.asleep = true;
		if (this.lines.isEmpty() && this.deadline == null) {
			park();
		}
		this.asleep = false;
		return false;
	}

	private void park() {
		if (this.notice.isLosing()) {
			LockSupport.parkNanos(LossNotice.QUIET);
			this.notice.recovered();
		}
		else {
			LockSupport.park(this);
		}
	}

	private void drain() {
		int length = 0;
		int count = 0;
		long bytes = 0;
		byte[] target = this.batch;
		while (true) {
			byte[] next = this.lines.peek();
			if (next == null || (count > 0 && length + next.length > BATCH)) {
				break;
			}
			this.lines.remove();
			count++;
			bytes += next.length + OVERHEAD;
			if (next.length > BATCH) {
				target = next;
				length = next.length;
				break;
			}
			System.arraycopy(next, 0, target, length, next.length);
			length += next.length;
		}
		try {
			write(target, length, count);
		}
		finally {
			this.size.addAndGet(-bytes);
		}
		if (this.size.get() < this.capacity / 2) {
			this.notice.recovered();
		}
	}

	private void write(byte[] target, int length, int count) {
		while (true) {
			// An interrupt is not meant for the log, and would close its file.
			Thread.interrupted();
			try {
				this.sink.write(target, length);
				this.counts.send(count);
				this.notice.works();
				return;
			}
			catch (RetryException ex) {
				this.notice.fails(ex.getMessage());
				if (isLate()) {
					this.counts.fail(count);
					return;
				}
				LockSupport.parkNanos(PAUSE);
			}
			catch (Throwable ex) {
				this.counts.fail(count);
				this.notice.fails(ex.getMessage());
				return;
			}
		}
	}

	private boolean isLate() {
		Long deadline = this.deadline;
		return deadline != null && System.nanoTime() - deadline > 0;
	}

	/**
	 * Write what is there, within a bound of time, and then nothing more.
	 */
	void close(Duration most) {
		this.deadline = System.nanoTime() + most.toNanos();
		LockSupport.unpark(this.thread);
		boolean interrupted = isInterrupted(this.thread, Math.max(1, most.toMillis()));
		this.deadline = System.nanoTime();
		// It may wait for a write that hangs.
		Thread closer = new Thread(this.sink::close, "sightline-log-close");
		closer.setDaemon(true);
		closer.start();
		interrupted |= isInterrupted(closer, LAST);
		LockSupport.unpark(this.thread);
		interrupted |= isInterrupted(this.thread, LAST);
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		int lost = 0;
		while (this.lines.poll() != null) {
			lost++;
		}
		this.counts.lose(LossReason.SHUTDOWN, lost);
		long hanging = this.counts.queued();
		if (lost + hanging > 0) {
			// The log is closed.
			System.err.println("Sightline: " + (lost + hanging) + " log lines could not be written to "
					+ this.counts.destination() + " in " + most.toMillis() + " ms");
		}
	}

	/**
	 * Wait for the end of a thread.
	 * @return whether whoever waits was interrupted
	 */
	private static boolean isInterrupted(Thread thread, long millis) {
		try {
			thread.join(millis);
			return false;
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

}
