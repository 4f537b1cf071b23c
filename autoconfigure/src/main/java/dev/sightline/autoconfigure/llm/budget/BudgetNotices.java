package dev.sightline.autoconfigure.llm.budget;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Tells of budgets that are nearly or wholly spent: in a log line, and to the listeners
 * of the application on a thread of its own, since they may be slow.
 */
final class BudgetNotices implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(BudgetNotices.class);

	/**
	 * What cannot be told in time is dropped.
	 */
	private static final int WAITING = 1000;

	private final ApplicationEventPublisher publisher;

	private final Guard guard = new Guard(logger, "A listener of a budget failed. This is told once.");

	private final ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS,
			new ArrayBlockingQueue<>(WAITING), BudgetNotices::thread, new ThreadPoolExecutor.DiscardPolicy());

	BudgetNotices(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
		this.executor.allowCoreThreadTimeOut(true);
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "sightline-budget-notices");
		thread.setDaemon(true);
		return thread;
	}

	void tell(BudgetReachedEvent event) {
		logger.atWarn()
			.addKeyValue("event_type", "system")
			.addKeyValue("budget", event.budget())
			.log("{} % of the budget '{}'{} are spent: {} of {} {}. It begins anew at {}.", event.percent(),
					event.budget(), (event.value() != null) ? " of " + event.value() : "",
					event.spent().toPlainString(), event.amount().toPlainString(), event.currency(), event.end());
		this.executor.execute(() -> this.guard.run(() -> this.publisher.publishEvent(event)));
	}

	@Override
	public void close() {
		this.executor.shutdown();
	}

}
