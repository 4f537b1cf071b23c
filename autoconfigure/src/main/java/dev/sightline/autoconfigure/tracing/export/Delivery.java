package dev.sightline.autoconfigure.tracing.export;

import java.time.Duration;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.export.ExporterFailure;
import dev.sightline.autoconfigure.export.Failure;
import dev.sightline.autoconfigure.export.LossReason;

/**
 * What is known of one attempt to send a batch. The exporter only says whether it worked;
 * a sender that finds this on its thread says why it did not.
 */
final class Delivery {

	private static final ThreadLocal<Delivery> CURRENT = new ThreadLocal<>();

	private volatile @Nullable Future<?> call;

	private volatile @Nullable LossReason reason;

	private volatile @Nullable String detail;

	private volatile @Nullable Duration retryAfter;

	private volatile long rejected;

	/**
	 * The attempt that the calling thread makes, {@code null} if it makes none.
	 */
	static @Nullable Delivery current() {
		return CURRENT.get();
	}

	void begin() {
		CURRENT.set(this);
	}

	void end() {
		CURRENT.remove();
	}

	/**
	 * There is a call to give up if it takes too long.
	 */
	void calls(Future<?> call) {
		this.call = call;
	}

	/**
	 * It takes too long.
	 */
	void giveUp() {
		if (this.reason == null) {
			fail(LossReason.TIMEOUT, "there was no answer in time");
		}
		Future<?> call = this.call;
		if (call != null) {
			call.cancel(true);
		}
	}

	/**
	 * The receiver answered.
	 * @param status the status of HTTP
	 * @param retryAfter how long it wants to be left alone, if it said so
	 */
	void answer(int status, @Nullable Duration retryAfter) {
		Failure failure = Failure.ofStatus(status);
		if (failure != null) {
			this.retryAfter = retryAfter;
			fail(failure.reason(), failure.detail());
		}
	}

	/**
	 * The receiver took the batch, but not all of it.
	 */
	void reject(long count, String message) {
		this.rejected = count;
		this.detail = "it rejected " + count + " of them" + (message.isEmpty() ? "" : ": " + message);
	}

	void fail(LossReason reason, String detail) {
		this.detail = detail;
		this.reason = reason;
	}

	/**
	 * It failed in a way that nobody has told yet.
	 */
	void fail(@Nullable Throwable thrown) {
		if (this.reason == null) {
			Failure failure = ExporterFailure.of(thrown);
			fail(failure.reason(), failure.detail());
		}
	}

	/**
	 * Why it failed, {@code null} if it did not.
	 */
	@Nullable LossReason reason() {
		return this.reason;
	}

	/**
	 * What is told of the failure.
	 */
	@Nullable String detail() {
		return this.detail;
	}

	/**
	 * How long to leave the receiver alone, {@code null} if it did not say.
	 */
	@Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * How many the receiver did not want of a batch that it took.
	 */
	long rejected() {
		return this.rejected;
	}

	/**
	 * Whether another attempt may do better.
	 */
	boolean isRetryable() {
		LossReason reason = this.reason;
		return reason == LossReason.THROTTLED || reason == LossReason.UNAVAILABLE || reason == LossReason.CONNECTION
				|| reason == LossReason.TIMEOUT;
	}

}
