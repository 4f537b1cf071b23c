package dev.sightline.autoconfigure.export;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Tells that a receiver does not get what is sent, with the property to look at, and that
 * it does again.
 */
public final class ReceiverNotice {

	private final Logger logger;

	private final String what;

	private final ExportCounts counts;

	private final Function<LossReason, String> property;

	private final BooleanSupplier turn;

	private final AtomicBoolean failing = new AtomicBoolean();

	/**
	 * Create a notice that has told nothing.
	 * @param logger where it tells
	 * @param what what is sent, as the beginning of a sentence
	 * @param counts how many were lost
	 * @param property the property to look at for a reason
	 * @param turn whether it may tell of a loss now, which is once an hour at most
	 */
	public ReceiverNotice(Logger logger, String what, ExportCounts counts, Function<LossReason, String> property,
			BooleanSupplier turn) {
		this.logger = logger;
		this.what = what;
		this.counts = counts;
		this.property = property;
		this.turn = turn;
	}

	/**
	 * Whether the last that was sent did not arrive.
	 */
	public boolean isFailing() {
		return this.failing.get();
	}

	/**
	 * Something did not arrive.
	 */
	public void failed(LossReason reason, @Nullable String detail) {
		this.failing.set(true);
		lost(reason, detail);
	}

	/**
	 * A part of what was sent was not wanted.
	 */
	public void lost(LossReason reason, @Nullable String detail) {
		if (this.turn.getAsBoolean()) {
			this.logger.warn("{} do not reach {}: {}. {} were lost until now. See {}. This line comes once an hour.",
					this.what, this.counts.destination(), detail, lost(), this.property.apply(reason));
		}
	}

	/**
	 * Something arrived.
	 */
	public void sent() {
		if (this.failing.get() && this.failing.compareAndSet(true, false)) {
			this.logger.info("{} reach {} again. {} were lost until now.", this.what, this.counts.destination(),
					lost());
		}
	}

	private long lost() {
		return this.counts.dropped() + this.counts.failed();
	}

}
