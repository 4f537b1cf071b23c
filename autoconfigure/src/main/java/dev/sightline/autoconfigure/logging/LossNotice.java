package dev.sightline.autoconfigure.logging;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.export.ExportCounts;

/**
 * Tells when lines begin to be lost and when that is over.
 */
class LossNotice {

	static final long QUIET = TimeUnit.SECONDS.toNanos(1);

	private final Logger logger = LoggerFactory.getLogger(LossNotice.class);

	private final ExportCounts counts;

	private final AtomicBoolean losing = new AtomicBoolean();

	private final AtomicBoolean failing = new AtomicBoolean();

	private volatile long before;

	private volatile long last;

	LossNotice(ExportCounts counts) {
		this.counts = counts;
	}

	/**
	 * Whether it was told that lines are lost, and not yet that this is over.
	 */
	boolean isLosing() {
		return this.losing.get();
	}

	void lost(String reason) {
		this.last = System.nanoTime();
		if (!this.losing.get() && this.losing.compareAndSet(false, true)) {
			this.before = this.counts.dropped() - 1;
			this.logger.warn("Log lines for {} are lost from now on: {}. See sightline.logging.buffer-size.",
					this.counts.destination(), reason);
		}
	}

	/**
	 * There is room, as there has to be for a while.
	 */
	void recovered() {
		if (this.losing.get() && System.nanoTime() - this.last > QUIET && this.losing.compareAndSet(true, false)) {
			this.logger.warn("Log lines for {} are lost no more. {} were.", this.counts.destination(),
					this.counts.dropped() - this.before);
		}
	}

	void fails(@Nullable String failure) {
		if (!this.failing.get() && this.failing.compareAndSet(false, true)) {
			this.logger.warn("Log lines for {} can not be written: {}", this.counts.destination(), failure);
		}
	}

	void works() {
		if (this.failing.get() && this.failing.compareAndSet(true, false)) {
			this.logger.warn("Log lines for {} are written again", this.counts.destination());
		}
	}

}
