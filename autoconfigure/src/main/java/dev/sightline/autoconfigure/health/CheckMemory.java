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
		if (before == null) {
			CheckState after = CheckState.first(result);
			this.state = after;
			if (fails) {
				this.listener.changed(this.name, Status.UNKNOWN, after);
			}
			return true;
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

	private static int threshold(boolean fails, CheckSettings settings) {
		return fails ? settings.failureThreshold() : settings.successThreshold();
	}

}
