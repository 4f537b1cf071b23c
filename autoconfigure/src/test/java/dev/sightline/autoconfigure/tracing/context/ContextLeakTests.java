package dev.sightline.autoconfigure.tracing.context;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.netty.util.concurrent.EventExecutor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.Leftovers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * When requests are over, whether they failed or not, no thread of any pool knows
 * anything of them. The pools themselves are asked, past all that sets or clears context
 * on the way.
 */
@Tag("faults")
class ContextLeakTests {

	private static final int POOL = 4;

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldLeaveNothingBehind(WebApplicationType type) throws Exception {
		try (TestApp app = TestApp.web(type, App.class, "sightline.tracing.sampling=0.5",
				"management.tracing.baggage.remote-fields=customer",
				"management.tracing.baggage.correlation.fields=customer", "spring.datasource.url=jdbc:h2:mem:leak",
				"server.tomcat.threads.max=" + POOL, "server.tomcat.threads.min-spare=" + POOL,
				"spring.task.execution.pool.core-size=" + POOL, "spring.task.scheduling.pool.size=" + POOL)) {
			App beans = app.context().getBean(App.class);
			for (int i = 0; i < 20; i++) {
				var answer = Http.get(app.url("/everywhere?fail=" + (i % 2 == 1) + "&url=" + app.url("/other")),
						"baggage", "customer=c" + i, "X-Request-Id", "request-" + i);
				assertThat(answer.statusCode()).as(answer.body()).isEqualTo((i % 2 == 1) ? 500 : 200);
				if (answer.statusCode() == 200) {
					assertThat(answer.body()).as("seen on all threads").isEqualTo("request-" + i + " x10");
				}
			}
			await().until(() -> beans.scheduled.get() >= 2 * POOL);
			Leftovers leftovers = Leftovers.of(app.context());
			Map<String, List<String>> left = new HashMap<>();
			left.put("boots", leftovers.on(beans.boots.getThreadPoolExecutor(), POOL));
			left.put("byHand", leftovers.on(beans.byHand.getThreadPoolExecutor(), POOL));
			left.put("scheduler", leftovers.on(beans.scheduler.getScheduledThreadPoolExecutor(), POOL));
			left.put("parallel", some(Schedulers.parallel(), leftovers));
			left.put("elastic", some(Schedulers.boundedElastic(), leftovers));
			left.put("here", List.of(leftovers.here()));
			if (type == WebApplicationType.SERVLET) {
				left.put("tomcat", leftovers.on(tomcat(app), POOL));
			}
			List<String> loops = new ArrayList<>();
			for (boolean server : new boolean[] { true, false }) {
				for (EventExecutor loop : server ? HttpResources.get().onServer(true)
						: HttpResources.get().onClient(true)) {
					loops.add(loop.submit(leftovers::here).get(60, TimeUnit.SECONDS));
				}
			}
			left.put("netty", loops);
			assertThat(left)
				.allSatisfy((where, what) -> assertThat(what).as(where).isNotEmpty().containsOnly(Leftovers.NOTHING));
		}
	}

	private static Executor tomcat(TestApp app) {
		var server = ((WebServerApplicationContext) app.context()).getWebServer();
		return ((TomcatWebServer) server).getTomcat().getConnector().getProtocolHandler().getExecutor();
	}

	/**
	 * Ask the threads of a scheduler in turn.
	 */
	private static List<String> some(Scheduler scheduler, Leftovers leftovers) {
		List<CompletableFuture<String>> answers = new ArrayList<>();
		for (int i = 0; i < 4 * Schedulers.DEFAULT_POOL_SIZE; i++) {
			CompletableFuture<String> answer = new CompletableFuture<>();
			scheduler.schedule(() -> answer.complete(leftovers.here()));
			answers.add(answer);
		}
		return answers.stream().map(CompletableFuture::join).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableAsync
	@EnableScheduling
	@Import(AsyncPart.class)
	@RestController
	static class App {

		private final AtomicInteger scheduled = new AtomicInteger();

		private final ObservationRegistry registry;

		private final AsyncPart async;

		private final ThreadPoolTaskExecutor boots;

		private final ThreadPoolTaskExecutor byHand;

		private final ThreadPoolTaskScheduler scheduler;

		private final TransactionTemplate transaction;

		private final ApplicationEventPublisher events;

		private final WebClient client;

		App(ObservationRegistry registry, AsyncPart async,
				@Qualifier("applicationTaskExecutor") ThreadPoolTaskExecutor boots,
				@Qualifier("byHand") ThreadPoolTaskExecutor byHand, ThreadPoolTaskScheduler scheduler,
				TransactionTemplate transaction, ApplicationEventPublisher events, WebClient.Builder client) {
			this.registry = registry;
			this.async = async;
			this.boots = boots;
			this.byHand = byHand;
			this.scheduler = scheduler;
			this.transaction = transaction;
			this.events = events;
			this.client = client.build();
		}

		/**
		 * Goes to every executor. It blocks, so that on Netty it has a thread of its own.
		 */
		@GetMapping("/everywhere")
		Mono<String> everywhere(@RequestParam boolean fail, @RequestParam String url) {
			return Mono.fromCallable(() -> work(fail, url)).subscribeOn(Schedulers.boundedElastic());
		}

		private String work(boolean fail, String url) throws Exception {
			List<String> seen = new ArrayList<>();
			Callable<String> task = () -> {
				String id = MDC.get("correlation_id");
				Observation.createNotStarted("part", this.registry).observe(() -> {
					if (fail) {
						throw new IllegalStateException("wanted");
					}
				});
				return id;
			};
			seen.add(outcome(task));
			seen.add(outcome(() -> this.async.run(task).get(60, TimeUnit.SECONDS)));
			seen.add(outcome(() -> this.boots.submit(task).get(60, TimeUnit.SECONDS)));
			seen.add(outcome(() -> this.byHand.submit(task).get(60, TimeUnit.SECONDS)));
			seen.add(outcome(() -> CompletableFuture.supplyAsync(() -> unchecked(task), this.byHand)
				.thenApplyAsync((first) -> unchecked(task), this.boots)
				.get(60, TimeUnit.SECONDS)));
			seen.add(outcome(() -> this.scheduler.submit(task).get(60, TimeUnit.SECONDS)));
			CompletableFuture<String> later = new CompletableFuture<>();
			this.scheduler.schedule(() -> later.complete(outcome(task)), Instant.now());
			seen.add(later.get(60, TimeUnit.SECONDS));
			seen.add(outcome(() -> Mono.fromCallable(task).subscribeOn(Schedulers.parallel()).block()));
			seen.add(outcome(() -> {
				CompletableFuture<String> heard = new CompletableFuture<>();
				this.transaction.executeWithoutResult((status) -> this.events.publishEvent(new Done(task, heard)));
				return heard.get(60, TimeUnit.SECONDS);
			}));
			seen.add(this.client.get()
				.uri(url)
				.retrieve()
				.toBodilessEntity()
				.map((answer) -> outcome(task))
				.block(Duration.ofSeconds(10)));
			if (fail) {
				throw new IllegalStateException("wanted");
			}
			assertThat(seen.stream().filter(Objects::nonNull).distinct()).as(seen.toString()).hasSize(1);
			return seen.get(0) + " x" + seen.size();
		}

		@GetMapping("/other")
		String other() {
			return "other";
		}

		private static String outcome(Callable<String> task) {
			try {
				return task.call();
			}
			catch (Exception ex) {
				return "failed";
			}
		}

		private static String unchecked(Callable<String> task) {
			try {
				return task.call();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		@TransactionalEventListener
		void done(Done event) {
			event.heard().complete(outcome(event.task()));
		}

		@Scheduled(fixedRate = 20)
		void sometimes() {
			if (this.scheduled.incrementAndGet() % 2 == 0) {
				throw new IllegalStateException("wanted");
			}
		}

		@Bean
		static ThreadPoolTaskExecutor byHand() {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setCorePoolSize(POOL);
			return executor;
		}

		@Bean
		static ThreadPoolTaskExecutor applicationTaskExecutor(
				org.springframework.boot.task.ThreadPoolTaskExecutorBuilder builder) {
			return builder.build();
		}

	}

	record Done(Callable<String> task, CompletableFuture<String> heard) {

	}

	static class AsyncPart {

		@Async("applicationTaskExecutor")
		public CompletableFuture<String> run(Callable<String> task) throws Exception {
			return CompletableFuture.completedFuture(task.call());
		}

	}

}
