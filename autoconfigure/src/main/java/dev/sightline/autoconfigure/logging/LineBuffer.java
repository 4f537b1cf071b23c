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
		while (!isLate()) {
			if (!this.lines.isEmpty()) {
				idle = false;
				drain();
			}
			else if (this.deadline != null) {
				return;
			}
			else if (!idle) {
				idle = true;
				LockSupport.parkNanos(LINGER);
			}
			else {
				this.asleep = true;
				if (this.lines.isEmpty() && this.deadline == null) {
					park();
				}
				this.asleep = false;
				idle = false;
			}
		}
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
		write(target, length, count);
		if (this.size.addAndGet(-bytes) < this.capacity / 2) {
			this.notice.recovered();
		}
	}

	private void write(byte[] target, int length, int count) {
		while (true) {
			try {
				this.sink.write(target, length);
				this.counts.send(count);
				this.notice.works();
				return;
			}
			catch (RetryException ex) {
				this.notice.fails(ex);
				if (isLate()) {
					this.counts.fail(count);
					return;
				}
				LockSupport.parkNanos(PAUSE);
			}
			catch (IOException | RuntimeException ex) {
				this.counts.fail(count);
				this.notice.fails(ex);
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
		try {
			this.thread.join(Math.max(1, most.toMillis()));
			this.sink.close();
			this.thread.join(200);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.sink.close();
		}
		int lost = 0;
		while (this.lines.poll() != null) {
			lost++;
		}
		this.counts.drop(lost);
		long hanging = this.counts.queued();
		if (lost + hanging > 0) {
			// The log is closed.
			System.err.println("Sightline: " + (lost + hanging) + " log lines could not be written to "
					+ this.counts.destination() + " in " + most.toMillis() + " ms");
		}
	}

}
