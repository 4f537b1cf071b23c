package dev.sightline.autoconfigure.tracing.keep;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.ReadableSpan;
import org.jspecify.annotations.Nullable;

/**
 * The spans that this process made of one request or task, until it is known whether they
 * are kept.
 */
class RecordedRoot {

	private static final AttributeKey<String> COST_TEXT = AttributeKey.stringKey(KeepRules.COST);

	private static final AttributeKey<Double> COST_NUMBER = AttributeKey.doubleKey(KeepRules.COST);

	private final long nanoTime = System.nanoTime();

	private final String id;

	private List<ReadableSpan> ended = new ArrayList<>();

	private double cost;

	private boolean decided;

	private @Nullable KeepReason reason;

	RecordedRoot(String id) {
		this.id = id;
	}

	String id() {
		return this.id;
	}

	long nanoTime() {
		return this.nanoTime;
	}

	/**
	 * A span ended before its root.
	 * @return whether it waits for its root: else the root is over, and {@link #reason()}
	 * tells why it was kept, if it was
	 */
	synchronized boolean isWaiting(ReadableSpan span, boolean room) {
		if (this.decided) {
			return false;
		}
		this.cost += cost(span);
		if (room) {
			this.ended.add(span);
		}
		return true;
	}

	/**
	 * The root ended.
	 * @return what waited for it
	 */
	synchronized List<ReadableSpan> decide(@Nullable KeepReason reason) {
		this.decided = true;
		this.reason = reason;
		List<ReadableSpan> ended = this.ended;
		this.ended = List.of();
		return ended;
	}

	/**
	 * What all spans cost that ended.
	 */
	synchronized double cost() {
		return this.cost;
	}

	private static double cost(ReadableSpan span) {
		Double number = span.getAttribute(COST_NUMBER);
		String text = span.getAttribute(COST_TEXT);
		try {
			return (number != null) ? number : (text != null) ? Double.parseDouble(text) : 0;
		}
		catch (NumberFormatException ex) {
			// The price is not known.
			return 0;
		}
	}

	/**
	 * Why it was kept, {@code null} if it was not.
	 */
	synchronized @Nullable KeepReason reason() {
		return this.reason;
	}

	/**
	 * How many spans wait.
	 */
	synchronized int waiting() {
		return this.ended.size();
	}

}
