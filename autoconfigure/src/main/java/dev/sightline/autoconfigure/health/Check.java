package dev.sightline.autoconfigure.health;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * One check: when it is due, whether it runs, what it said and what it counts as.
 */
final class Check {

	/**
	 * After so many time limits a run counts as lost, and the check may run beside it.
	 */
	private static final int LOST = 10;

	private final String name;

	private final Clock clock;

	private final CheckListener listener;

	private final CheckMemory memory;

	private final CompletableFuture<Void> first = new CompletableFuture<>();

	private volatile Contributors.Indicator indicator;

	private @Nullable CheckRun run;

	private boolean lost;

	private boolean removed;

	private long due = System.nanoTime();

	Check(String name, Contributors.Indicator indicator, Clock clock, Predicate<Status> fails, CheckListener listener) {
		this.name = name;
		this.indicator = indicator;
		this.clock = clock;
		this.listener = listener;
		this.memory = new CheckMemory(name, fails, listener);
	}

	String name() {
		return this.name;
	}

	/**
	 * What it counts as, {@code null} before its first result.
	 */
	@Nullable CheckState state() {
		return this.memory.state();
	}

	/**
	 * Whether liveness depends on it.
	 */
	boolean isVital() {
		return this.indicator.vital();
	}

	/**
	 * Whether its last result is so old that it can not have run since.
	 */
	boolean isStale() {
		CheckState state = state();
		return state != null && state.last().age().compareTo(settings().maxAge()) > 0;
	}

	/**
	 * Completes with the first result.
	 */
	CompletableFuture<Void> first() {
		return this.first;
	}

	/**
	 * Take the indicator that stands under this name by now.
	 */
	void replace(Contributors.Indicator indicator) {
		this.indicator = indicator;
	}

	/**
	 * Forget what a run under way will say.
	 */
	synchronized void remove() {
		this.removed = true;
		this.listener.removed(this.name);
	}

	/**
	 * Whether a run is under way that is within its limit.
	 */
	synchronized boolean isActive() {
		return this.run != null && this.run.limits() == 0;
	}

	synchronized boolean isDue(long now) {
		return this.run == null && now - this.due >= 0;
	}

	synchronized long due() {
		return this.due;
	}

	/**
	 * The time until this check has to be looked at.
	 */
	synchronized long nanosToEvent(long now) {
		CheckRun run = this.run;
		long event = (run != null) ? run.nextLimit(limit()) : this.due;
		return event - now;
	}

	/**
	 * Begin a run.
	 * @return what does it, on a thread that may hang
	 */
	synchronized Runnable begin() {
		CheckRun run = new CheckRun(System.nanoTime());
		this.run = run;
		return () -> perform(run);
	}

	/**
	 * Note that there was no thread.
	 */
	synchronized void notBegun(String reason) {
		this.run = null;
		next(settings().interval());
		record(CheckResult.failed(reason, Duration.ZERO, this.clock.instant()));
	}

	/**
	 * Note that the check is due for so long that its last result says nothing.
	 */
	synchronized void waits(long now) {
		if (now - this.due >= settings().interval().toNanos() + limit()) {
			notBegun("No thread was free to run it");
			this.due = now;
		}
	}

	/**
	 * Count each time limit that has passed as one failure.
	 */
	synchronized void expire(long now) {
		CheckRun run = this.run;
		if (run == null) {
			return;
		}
		while (run.passes(now, limit())) {
			CheckResult late = CheckResult.late(settings().timeout(), this.clock.instant());
			if (run.limits() == 1 && !this.removed) {
				this.listener.measured(this.name, late.duration());
			}
			record(late);
		}
		if (run.limits() >= LOST && !this.lost) {
			run.lose();
			this.lost = true;
			this.run = null;
			next(Duration.ZERO);
		}
	}

	private void perform(CheckRun run) {
		CheckResult result;
		try {
			Health health = this.indicator.health().get();
			result = CheckResult.of(health, run.duration(), this.clock.instant());
		}
		catch (Throwable ex) {
			result = CheckResult.failed(ex, run.duration(), this.clock.instant());
		}
		end(run, result);
	}

	private synchronized void end(CheckRun run, CheckResult result) {
		expire(System.nanoTime());
		if (run.isLost()) {
			this.lost = false;
			return;
		}
		this.run = null;
		if (run.limits() > 0) {
			// It has failed, whatever it says now. But it may be well again.
			next(settings().confirmation());
			return;
		}
		if (!this.removed) {
			this.listener.measured(this.name, result.duration());
		}
		next(record(result) ? settings().interval() : settings().confirmation());
	}

	private void next(Duration pause) {
		this.due = System.nanoTime() + CheckSettings.jittered(pause);
	}

	/**
	 * Remember a result.
	 * @return whether it says what was known
	 */
	private boolean record(CheckResult result) {
		if (this.removed) {
			return true;
		}
		if (this.memory.state() == null) {
			this.listener.added(this);
		}
		boolean known = this.memory.add(result, settings());
		this.first.complete(null);
		return known;
	}

	private CheckSettings settings() {
		return this.indicator.settings();
	}

	private long limit() {
		return settings().timeout().toNanos();
	}

}
