package dev.sightline.autoconfigure.health;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Status;

/**
 * What a check counts as, which changes only after several results that say the same.
 */
final class CheckMemory {

	private final String name;

	private final Predicate<Status> fails;

	private final CheckListener listener;

	private volatile @Nullable CheckState state;

	private int streak;

	/**
	 * Whether nothing but failures is known, and fewer than it takes: that is how a start
	 * looks.
	 */
	private boolean provisional;

	CheckMemory(String name, Predicate<Status> fails, CheckListener listener) {
		this.name = name;
		this.fails = fails;
		this.listener = listener;
	}

	@Nullable CheckState state() {
		return this.state;
	}

	/**
	 * Remember a result. One thread at a time may do so.
	 * @return whether it says what the check counts as
	 */
	boolean add(CheckResult result, CheckSettings settings) {
		CheckState before = this.state;
		boolean fails = this.fails.test(result.status());
		if (before == null || this.provisional) {
			return addFirst(before, result, fails, settings);
		}
		if (result.status().equals(before.status())) {
			this.streak = 0;
		}
		else if (fails == this.fails.test(before.status()) || ++this.streak >= threshold(fails, settings)) {
			this.streak = 0;
			CheckState after = before.changed(result);
			this.state = after;
			this.listener.changed(this.name, before.status(), after);
			return true;
		}
		this.state = before.with(result);
		return this.streak == 0;
	}

	/**
	 * A failure at first counts at once, but is not told before it is confirmed.
	 */
	private boolean addFirst(@Nullable CheckState before, CheckResult result, boolean fails, CheckSettings settings) {
		CheckState after = (before != null && fails) ? new CheckState(result.status(), before.since(), null, result)
				: CheckState.first(result);
		this.state = after;
		this.provisional = fails;
		this.streak = fails ? this.streak + 1 : 0;
		if (!fails) {
			return true;
		}
		if (this.streak < settings.failureThreshold()) {
			return false;
		}
		this.streak = 0;
		this.provisional = false;
		this.listener.changed(this.name, Status.UNKNOWN, after);
		return true;
	}

	private static int threshold(boolean fails, CheckSettings settings) {
		return fails ? settings.failureThreshold() : settings.successThreshold();
	}

}
