package dev.sightline.autoconfigure.health;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Runs checks when they are due. One thread decides what runs, others run it and may
 * hang.
 */
final class CheckLoop implements Runnable {

	private static final long RESCAN = TimeUnit.SECONDS.toNanos(1);

	private static final Scan FAILED = new Scan(null);

	private final HealthChecks checks;

	private final Guard guard;

	private final Thread thread = new Thread(this, "sightline-health");

	private final CheckThreads threads = new CheckThreads(this::wake);

	/**
	 * Contributors are code of the application, which may hang as well.
	 */
	private final AtomicReference<@Nullable Scan> scan = new AtomicReference<>();

	private long nextScan = System.nanoTime() + RESCAN;

	private boolean scanning;

	private volatile boolean running = true;

	CheckLoop(HealthChecks checks, Guard guard) {
		this.checks = checks;
		this.guard = guard;
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	void stop() {
		this.running = false;
		this.threads.close();
		wake();
	}

	@Override
	public void run() {
		while (this.running) {
			LockSupport.parkNanos(this, round());
		}
	}

	/**
	 * Nothing that one round does may end the checks.
	 */
	private long round() {
		try {
			scan();
			return tick();
		}
		catch (Throwable ex) {
			tell(ex);
			return RESCAN;
		}
	}

	private void tell(Throwable failure) {
		try {
			this.guard.tell((failure instanceof RuntimeException ex) ? ex : new IllegalStateException(failure));
		}
		catch (Throwable ex) {
			// There may be no memory to tell of it with.
		}
	}

	private void wake() {
		LockSupport.unpark(this.thread);
	}

	private void scan() {
		Scan scan = this.scan.getAndSet(null);
		if (scan != null) {
			this.scanning = false;
			if (scan.found() != null) {
				this.checks.apply(scan.found());
			}
		}
		long now = System.nanoTime();
		if (!this.scanning && now - this.nextScan >= 0) {
			this.nextScan = now + RESCAN;
			this.scanning = this.threads.run(this::find, false) == null;
		}
	}

	private void find() {
		Scan scan = FAILED;
		try {
			scan = new Scan(this.checks.find());
		}
		finally {
			this.scan.set(scan);
		}
	}

	private long tick() {
		long now = System.nanoTime();
		long nanos = RESCAN;
		int critical = 0;
		int others = 0;
		for (Check check : this.checks.all()) {
			check.expire(now);
			if (check.isActive()) {
				critical += this.checks.isCritical(check) ? 1 : 0;
				others += this.checks.isCritical(check) ? 0 : 1;
			}
		}
		for (Check check : due(now)) {
			if (this.checks.isCritical(check)) {
				critical += begin(check, critical, true, now) ? 1 : 0;
			}
			else {
				others += begin(check, others, false, now) ? 1 : 0;
			}
		}
		for (Check check : this.checks.all()) {
			long event = check.nanosToEvent(now);
			// Who waits for a thread is looked at when one is free.
			nanos = (event > 0) ? Math.min(nanos, event) : nanos;
		}
		return nanos;
	}

	private boolean begin(Check check, int active, boolean critical, long now) {
		if (active >= CheckThreads.ACTIVE || !this.threads.hasRoom(critical)) {
			check.waits(now);
			return false;
		}
		String refused = this.threads.run(check.begin(), critical);
		if (refused != null) {
			check.notBegun(refused);
		}
		return refused == null;
	}

	private List<Check> due(long now) {
		return this.checks.all()
			.stream()
			.filter((check) -> check.isDue(now))
			.sorted(Comparator.comparing((Check check) -> !this.checks.isCritical(check))
				.thenComparing((first, second) -> Long.signum(first.due() - second.due())))
			.toList();
	}

	/**
	 * What a look at the contributors found, {@code null} if it failed.
	 */
	private record Scan(Contributors.@Nullable Found found) {

	}

}
