package dev.sightline.autoconfigure.tracing.context;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The context of a request arrives on every executor, and leaves it again.
 */
class ContextTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static TestApp app;

	@BeforeAll
	static void start() {
		app = TestApp.servlet(App.class, "management.tracing.baggage.remote-fields=customer",
				"spring.datasource.url=jdbc:h2:mem:context");
	}

	@AfterAll
	static void end() {
		app.close();
	}

	@Test
	void shouldArriveOnEveryThreadAndLeaveIt() {
		for (int i = 0; i < 3; i++) {
			String answer = Http
				.get(app.url("/everywhere"), "traceparent", "00-" + TRACE + "-b7ad6b7169203331-00", "baggage",
						"customer=c" + i, "X-Request-Id", "request-" + i)
				.body();
			String expected = TRACE + " request-" + i + " %s c" + i;
			assertThat(answer.lines()).hasSize(10)
				.allSatisfy((line) -> assertThat(line).as(answer)
					.endsWith("=" + expected.formatted(line.startsWith("reactor=") ? "null" : "tenant-1")));
			assertThat(app.context().getBean(App.class).left()).as("left behind")
				.allSatisfy((where, what) -> assertThat(what).as(where).isEqualTo("null null null null"));
		}
	}

	@Test
	void shouldKeepADecoratorOfTheUser() throws Exception {
		App.decorated.set(0);
		app.context().getBean("decorated", ThreadPoolTaskExecutor.class).submit(() -> {
		}).get(60, TimeUnit.SECONDS);
		assertThat(App.decorated).hasValue(1);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableAsync
	@Import(AsyncPart.class)
	@RestController
	static class App {

		static final AtomicInteger decorated = new AtomicInteger();

		private final Tracer tracer;

		private final AsyncPart async;

		private final AsyncTaskExecutor boots;

		private final ThreadPoolTaskExecutor byHand;

		private final SimpleAsyncTaskExecutor simple;

		private final ThreadPoolTaskScheduler scheduler;

		private final TransactionTemplate transaction;

		private final ApplicationEventPublisher events;

		App(Tracer tracer, AsyncPart async, @Qualifier("applicationTaskExecutor") AsyncTaskExecutor boots,
				@Qualifier("byHand") ThreadPoolTaskExecutor byHand, @Qualifier("simple") SimpleAsyncTaskExecutor simple,
				@Qualifier("schedulerByHand") ThreadPoolTaskScheduler scheduler, TransactionTemplate transaction,
				ApplicationEventPublisher events) {
			this.tracer = tracer;
			this.async = async;
			this.boots = boots;
			this.byHand = byHand;
			this.simple = simple;
			this.scheduler = scheduler;
			this.transaction = transaction;
			this.events = events;
		}

		@GetMapping("/everywhere")
		String everywhere() throws Exception {
			MDC.put("tenant", "tenant-1");
			try {
				Map<String, String> found = new TreeMap<>();
				found.put("async", this.async.here().get(60, TimeUnit.SECONDS));
				found.put("boots", on(this.boots, this::here));
				found.put("byHand", on(this.byHand, this::here));
				found.put("future",
						CompletableFuture.supplyAsync(this::here, this.byHand)
							.thenApplyAsync((first) -> here(), this.boots)
							.get(60, TimeUnit.SECONDS));
				found.put("here", here());
				found.put("reactor", Mono.just("").publishOn(Schedulers.parallel()).map((nothing) -> here()).block());
				CompletableFuture<String> scheduled = new CompletableFuture<>();
				this.scheduler.schedule(() -> scheduled.complete(here()), Instant.now());
				found.put("scheduler", scheduled.get(60, TimeUnit.SECONDS));
				found.put("simple", on(this.simple, this::here));
				this.transaction.executeWithoutResult((status) -> this.events.publishEvent(new Done(found)));
				found.put("twice", on(this.boots, () -> on(this.byHand, this::here)));
				StringBuilder all = new StringBuilder();
				found.forEach((where, what) -> all.append(where).append('=').append(what).append('\n'));
				return all.toString();
			}
			finally {
				MDC.remove("tenant");
			}
		}

		private static String on(AsyncTaskExecutor executor, Callable<String> work) throws Exception {
			return executor.submit(work).get(60, TimeUnit.SECONDS);
		}

		@TransactionalEventListener
		void done(Done event) {
			event.found().put("transactional", here());
		}

		String here() {
			return here(this.tracer);
		}

		static String here(Tracer tracer) {
			return ((tracer.currentSpan() != null) ? tracer.currentSpan().context().traceId() : null) + " "
					+ MDC.get("correlation_id") + " " + MDC.get("tenant") + " " + tracer.getBaggage("customer").get();
		}

		/**
		 * What the threads still have when nobody asks on behalf of a request.
		 */
		Map<String, String> left() {
			Map<String, String> left = new TreeMap<>();
			Map<String, Executor> all = Map.of("boots", this.boots, "byHand", this.byHand, "scheduler", this.scheduler,
					"simple", this.simple);
			all.forEach((name, executor) -> {
				for (int i = 0; i < 8; i++) {
					left.put(name + i, CompletableFuture.supplyAsync(this::here, executor).join());
				}
			});
			return left;
		}

		@Bean
		static ThreadPoolTaskExecutor byHand() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(2);
			return executor;
		}

		@Bean
		static ThreadPoolTaskExecutor decorated() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setTaskDecorator((task) -> {
				decorated.incrementAndGet();
				return task;
			});
			return executor;
		}

		@Bean
		static ThreadPoolTaskScheduler schedulerByHand() {
			return new ThreadPoolTaskScheduler();
		}

		@Bean
		static SimpleAsyncTaskExecutor simple() {
			SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
			executor.setVirtualThreads(Runtime.version().feature() >= 21);
			return executor;
		}

		@Bean
		static ThreadPoolTaskExecutor applicationTaskExecutor(
				org.springframework.boot.task.ThreadPoolTaskExecutorBuilder builder) {
			return builder.build();
		}

	}

	record Done(Map<String, String> found) {

	}

	static class AsyncPart {

		private final Tracer tracer;

		AsyncPart(Tracer tracer) {
			this.tracer = tracer;
		}

		@Async("applicationTaskExecutor")
		public Future<String> here() {
			return CompletableFuture.completedFuture(App.here(this.tracer));
		}

	}

}
