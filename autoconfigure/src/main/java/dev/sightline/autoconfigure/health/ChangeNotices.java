package dev.sightline.autoconfigure.health;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ApplicationEventPublisher;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Tells of a change in a log line and to the listeners of the application, on a thread of
 * its own, since both may be slow.
 */
final class ChangeNotices implements CheckListener, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ChangeNotices.class);

	/**
	 * What cannot be told in time is dropped.
	 */
	private static final int WAITING = 1000;

	private final ApplicationEventPublisher publisher;

	private final Predicate<Status> fails;

	private final Guard guard = new Guard(logger, "A listener of a change of health failed. This is told once.");

	private final ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS,
			new ArrayBlockingQueue<>(WAITING), ChangeNotices::thread, new ThreadPoolExecutor.DiscardPolicy());

	ChangeNotices(ApplicationEventPublisher publisher, Predicate<Status> fails) {
		this.publisher = publisher;
		this.fails = fails;
		this.executor.allowCoreThreadTimeOut(true);
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "sightline-health-changes");
		thread.setDaemon(true);
		return thread;
	}

	@Override
	public void changed(String name, Status before, CheckState after) {
		this.executor.execute(() -> {
			log(name, before, after);
			publish(name, after);
		});
	}

	private void log(String name, Status before, CheckState after) {
		String reason = after.last().reason();
		logger.atLevel(this.fails.test(after.status()) ? Level.WARN : Level.INFO)
			.addKeyValue("event_type", "system")
			.addKeyValue("health.check", name)
			.addKeyValue("health.status", after.status().getCode())
			.log("Health check {} changed from {} to {}{}", name, before, after.status(),
					(reason != null) ? ": " + reason : "");
	}

	/**
	 * The event is an entry of Spring Boot's contributors whose indicator gives what the
	 * check said.
	 */
	private void publish(String name, CheckState after) {
		Health health = Health.status(after.status()).withDetails(after.last().details()).build();
		HealthIndicator known = () -> health;
		try {
			this.publisher.publishEvent(new HealthContributors.Entry(name, known));
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
		catch (Error ex) {
			this.guard.tell(new IllegalStateException(ex));
		}
	}

	@Override
	public void close() {
		this.executor.shutdown();
	}

}
