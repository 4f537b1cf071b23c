package dev.sightline.autoconfigure.llm.budget;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

import dev.sightline.autoconfigure.llm.GenAi;

/**
 * Brings together what several processes spend, on a thread of its own, so that no call
 * waits for it. While it fails, each process goes on with what it knows.
 */
final class SharedLedger implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(SharedLedger.class);

	/**
	 * How old the sum of all may be while somebody asks for it.
	 */
	private static final Duration PERIOD = Duration.ofSeconds(1);

	/**
	 * What takes longer counts as failed, and the end of the application waits no longer.
	 */
	private static final Duration LIMIT = Duration.ofSeconds(1);

	private final Store store;

	private final ObjectProvider<MeterRegistry> registry;

	private final List<SharedAccount> accounts = new CopyOnWriteArrayList<>();

	private final Semaphore work = new Semaphore(0);

	private final AtomicBoolean told = new AtomicBoolean();

	private volatile boolean failed;

	private volatile long asked;

	private volatile boolean asking;

	private volatile boolean running;

	private volatile Thread thread = new Thread();

	SharedLedger(Store store, ObjectProvider<MeterRegistry> registry) {
		this.store = store;
		this.registry = registry;
	}

	/**
	 * Open an account.
	 */
	SharedAccount open(String key, Thresholds thresholds) {
		SharedAccount account = new SharedAccount(key, thresholds, this);
		this.accounts.add(account);
		return account;
	}

	/**
	 * Look for work now.
	 */
	void wake() {
		if (this.work.availablePermits() == 0) {
			this.work.release();
		}
	}

	/**
	 * Whether what is spent by all is known.
	 */
	boolean isReachable() {
		return !this.failed && !(this.asking && System.nanoTime() - this.asked > LIMIT.toNanos());
	}

	@Override
	public void start() {
		this.running = true;
		this.thread = new LedgerThread(this::run);
		this.thread.start();
		MeterRegistry registry = this.registry.getIfAvailable();
		if (registry != null) {
			Gauge.builder(GenAi.BUDGET_STORE_UP.key(), this, (ledger) -> ledger.isReachable() ? 1 : 0)
				.description("Whether what is spent of budgets is shared with other processes")
				.register(registry);
		}
	}

	@Override
	public void stop() {
		this.running = false;
		wake();
		try {
			this.thread.join(LIMIT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.thread.isAlive()) {
			this.thread.interrupt();
			logger.warn("What was spent of budgets at last could not be shared in time and is lost.");
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * Before the connections to Redis stop, which do so in phase 0.
	 */
	@Override
	public int getPhase() {
		return 1;
	}

	/**
	 * Whether the current thread is that of a ledger, whose commands are nobody's.
	 */
	static boolean isCurrent() {
		return Thread.currentThread() instanceof LedgerThread;
	}

	private void run() {
		try {
			while (this.running) {
				share();
				this.work.tryAcquire(PERIOD.toMillis(), TimeUnit.MILLISECONDS);
				this.work.drainPermits();
			}
			share();
		}
		catch (InterruptedException ex) {
			// The application ends.
		}
	}

	private void share() {
		for (SharedAccount account : this.accounts) {
			if (account.isWanted() && !share(account)) {
				// The others would fail too, and each might take its time.
				return;
			}
		}
	}

	private boolean share(SharedAccount account) {
		SharedAccount.Delivery delivery = account.take();
		this.asked = System.nanoTime();
		this.asking = true;
		try {
			account.delivered(delivery, this.store.add(account.key(), delivery));
			this.failed = false;
			if (this.told.compareAndSet(true, false)) {
				logger.info("What is spent of budgets is shared with other processes again.");
			}
			return true;
		}
		catch (RuntimeException ex) {
			this.failed = true;
			account.failed(delivery);
			if (this.told.compareAndSet(false, true)) {
				logger.warn("What is spent of budgets is not shared with other processes, since Redis fails."
						+ " Each counts for itself until Redis is back.", ex);
			}
			return false;
		}
		finally {
			this.asking = false;
		}
	}

	/**
	 * Where the sums of all are.
	 */
	interface Store {

		/**
		 * Add to a sum.
		 * @param key of which account
		 * @param delivery how much in which period, and none to only ask
		 * @return the sum
		 */
		BigDecimal add(String key, SharedAccount.Delivery delivery);

	}

	private static final class LedgerThread extends Thread {

		LedgerThread(Runnable task) {
			super(task, "sightline-budget-ledger");
			setDaemon(true);
		}

	}

}
