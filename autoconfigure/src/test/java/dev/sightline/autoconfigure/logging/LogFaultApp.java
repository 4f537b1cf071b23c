package dev.sightline.autoconfigure.logging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

import dev.sightline.autoconfigure.export.ExportCounts;

/**
 * Logs all that is hard to log.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class LogFaultApp {

	private static final Logger logger = LoggerFactory.getLogger(LogFaultApp.class);

	/**
	 * Start.
	 * @param args a property {@code mode}: {@code faults} to log once and wait,
	 * {@code flood} to log a lot from many threads, or {@code stream} to log until the
	 * end begins
	 */
	public static void main(String[] args) throws Exception {
		SpringApplication application = new SpringApplication(LogFaultApp.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		Stream stream = new Stream();
		application.addListeners(stream);
		var environment = application.run(args).getEnvironment();
		Path report = Path.of(environment.getRequiredProperty("report"));
		switch (environment.getRequiredProperty("mode")) {
			case "flood" -> flood(report);
			case "stream" -> stream.run(report);
			default -> {
				faults();
				List<String> threads = Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
				Files.writeString(report, String.join("\n", threads));
				Thread.sleep(TimeUnit.MINUTES.toMillis(5));
			}
		}
	}

	private static void faults() {
		logger.info("two\r\nlines \u001b[31m \ud800");
		logger.info("x".repeat(1_000_000));
		logger.atInfo().addKeyValue("event_type", "business").addKeyValue("amount", 12).log("paid");
		logger.atInfo().addKeyValue("event_type", "business").addKeyValue("amount", "twelve").log("paid");
		logger.atWarn().addKeyValue("event_type", "security").log("login failed");
		logger.error(MarkerFactory.getMarker("AUDIT"), "deleted");
		logger.error(MarkerFactory.getMarker("CRITICAL"), "the till is gone");
		logger.info("argument {}", new Talking());
		logger.info("argument {}", new Throwing());
		IllegalStateException cyclic = new IllegalStateException("token=canary-cause");
		cyclic.initCause(new IllegalStateException("Bearer canary0canary0", cyclic));
		logger.error("Authorization: canary-message", cyclic);
		MDC.put("api-key", "canary-mdc");
		logger.atInfo().addKeyValue("password", "canary-value").log("password={}", "canary-argument");
		MDC.clear();
		logger.info("GET https://app:canary-url@host/?token=canary-query");
		logger.info("the last line");
	}

	private static void flood(Path report) throws InterruptedException, IOException {
		List<Thread> writers = new ArrayList<>();
		for (int writer = 0; writer < 8; writer++) {
			writers.add(new Thread(() -> {
				for (int i = 0; i < 5_000; i++) {
					logger.info("A line of about as many characters as lines usually have, number {}", i);
				}
			}));
		}
		writers.forEach(Thread::start);
		for (Thread writer : writers) {
			writer.join();
		}
		Files.writeString(report, "finished");
		ExportCounts counts = LogbackSetup.appenders((LoggerContext) LoggerFactory.getILoggerFactory()).get(0).counts();
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
		while (counts.queued() > 0 || System.nanoTime() - deadline < 0) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
		}
		Files.writeString(report.resolveSibling("counts"),
				counts.offered() + " " + counts.sent() + " " + counts.dropped() + " " + counts.failed());
		// Lines of the end would not be in the counts.
		Runtime.getRuntime().halt(0);
	}

	/**
	 * Logs numbered lines until the end of the application begins, and then tells how
	 * many there were.
	 */
	private static final class Stream implements ApplicationListener<ContextClosedEvent> {

		private final CountDownLatch over = new CountDownLatch(1);

		private volatile Thread writer;

		void run(Path report) throws InterruptedException {
			this.writer = Thread.currentThread();
			for (int i = 0; this.over.getCount() > 0; i++) {
				logger.info("number {}", i);
				try {
					Files.writeString(report, String.valueOf(i + 1));
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
			}
		}

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			this.over.countDown();
			try {
				if (this.writer != null) {
					this.writer.join();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	private static final class Talking {

		@Override
		public String toString() {
			logger.info("said while asked");
			return "talking";
		}

	}

	private static final class Throwing {

		@Override
		public String toString() {
			throw new IllegalStateException("on purpose");
		}

	}

}
