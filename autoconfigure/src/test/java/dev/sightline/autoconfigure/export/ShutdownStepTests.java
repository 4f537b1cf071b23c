package dev.sightline.autoconfigure.export;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ShutdownStep}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownStepTests {

	private final List<String> done = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ShutdownAutoConfiguration.class));

	@Test
	void shouldAskAllAtOnceAndLogsLast(CapturedOutput output) {
		CyclicBarrier both = new CyclicBarrier(2);
		Work meet = (timeout) -> {
			both.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
			return 0;
		};
		with(flush("spans", false, meet), flush("log lines", true, (timeout) -> 0), flush("events", false, meet))
			.run((context) -> {
			});
		assertThat(this.done).hasSize(3).last().isEqualTo("log lines");
		assertThat(output).doesNotContain("not sent");
	}

	@Test
	void shouldWaitForNoneThatHangs(CapturedOutput output) {
		CountDownLatch interrupted = new CountDownLatch(1);
		Work hang = (timeout) -> {
			try {
				new CountDownLatch(1).await();
				return 0;
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				throw ex;
			}
		};
		long start = System.nanoTime();
		with(flush("spans", false, hang), flush("events", false, (timeout) -> 7),
				flush("log lines", true, (timeout) -> 0))
			.withPropertyValues("sightline.shutdown-timeout=500ms")
			.run((context) -> {
			});
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
		await().until(() -> interrupted.getCount() == 0);
		assertThat(this.done).containsExactly("events", "log lines");
		assertThat(output).contains(
				"Some spans were not sent before the end of the application. See sightline.shutdown-timeout, which is 500 ms.")
			.contains("7 events were not sent before the end of the application");
	}

	@Test
	void shouldGoOnWhenOneFails(CapturedOutput output) {
		with(flush("spans", false, (timeout) -> {
			throw new NoClassDefFoundError("gone");
		}), flush("log lines", true, (timeout) -> 0)).run((context) -> {
		});
		assertThat(this.done).containsExactly("log lines");
		assertThat(output).contains("Some spans were not sent", "NoClassDefFoundError: gone");
	}

	@Test
	void shouldComeWhenTheLastRequestAndTheLastTaskAreDone() throws Exception {
		try (TestApp app = TestApp.servlet(App.class, "spring.task.execution.shutdown.await-termination=true",
				"spring.task.execution.shutdown.await-termination-period=30s")) {
			App.done.clear();
			App.entered = new CountDownLatch(2);
			App.closing = new CountDownLatch(1);
			CompletableFuture<Integer> answer = CompletableFuture
				.supplyAsync(() -> Http.get(app.url("/slow")).statusCode());
			assertThat(App.entered.await(30, TimeUnit.SECONDS)).isTrue();
			CompletableFuture<Void> closed = CompletableFuture.runAsync(app::close);
			closed.get(60, TimeUnit.SECONDS);
			assertThat(answer.get()).isEqualTo(200);
			assertThat(App.done).hasSize(3).last().isEqualTo("flush");
		}
	}

	@Test
	void shouldBackOffWhenThereIsNothingToSend() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(ShutdownStep.class));
	}

	@Test
	void shouldRefuseWhatCanNotWork() {
		with(flush("spans", false, (timeout) -> 0)).withPropertyValues("sightline.shutdown-timeout=-1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("sightline.shutdown-timeout")
				.hasMessageContaining("from 0s to 1h"));
	}

	private ApplicationContextRunner with(ShutdownFlush... all) {
		ApplicationContextRunner runner = this.contextRunner;
		for (ShutdownFlush flush : all) {
			runner = runner.withBean(flush.name(), ShutdownFlush.class, () -> flush);
		}
		return runner;
	}

	private ShutdownFlush flush(String name, boolean last, Work work) {
		return new ShutdownFlush() {

			@Override
			public String name() {
				return name;
			}

			@Override
			public boolean isLast() {
				return last;
			}

			@Override
			public long flush(Duration timeout) throws InterruptedException {
				try {
					long lost = work.flush(timeout);
					ShutdownStepTests.this.done.add(name);
					return lost;
				}
				catch (InterruptedException | RuntimeException ex) {
					throw ex;
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}

		};
	}

	interface Work {

		long flush(Duration timeout) throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		static final List<String> done = new CopyOnWriteArrayList<>();

		static CountDownLatch entered;

		static CountDownLatch closing;

		private final AsyncTaskExecutor executor;

		App(AsyncTaskExecutor executor) {
			this.executor = executor;
		}

		/**
		 * It comes before anything stops.
		 */
		@EventListener(ContextClosedEvent.class)
		void closing() {
			closing.countDown();
		}

		@GetMapping("/slow")
		String slow() throws InterruptedException {
			this.executor.submit(() -> work("task"));
			return work("request");
		}

		private static String work(String what) throws InterruptedException {
			entered.countDown();
			closing.await(30, TimeUnit.SECONDS);
			done.add(what);
			return what;
		}

		@Bean
		ShutdownFlush flush() {
			return new ShutdownFlush() {

				@Override
				public String name() {
					return "nothing";
				}

				@Override
				public long flush(Duration timeout) {
					done.add("flush");
					return 0;
				}

			};
		}

	}

}
