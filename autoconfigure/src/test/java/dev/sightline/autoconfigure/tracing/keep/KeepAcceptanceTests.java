package dev.sightline.autoconfigure.tracing.keep;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One request in a hundred fails, and one in a hundred is sampled: of ten thousand, every
 * one that fails is found.
 */
@Tag("faults")
class KeepAcceptanceTests {

	private static final int REQUESTS = 10_000;

	private static final int FAILURES = 100;

	private static final String SAMPLING = "management.tracing.sampling.probability=0.01";

	private static final String SAMPLED = "0af7651916cd43dd8448eb211c80319c";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldKeepTheRootOfEveryFailure(WebApplicationType type) throws Exception {
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.web(type, App.class, receiver.settings(SAMPLING))) {
			Set<String> failed = load(app);
			assertThat(failed).hasSize(FAILURES);
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(failures(receiver)).hasSize(FAILURES));
			assertThat(failures(receiver)).extracting(ReceivedSpan::traceId)
				.containsExactlyInAnyOrderElementsOf(failed);
			assertOthersAreSampled(receiver);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldKeepEveryFailureWhole(WebApplicationType type) throws Exception {
		List<String> expected = List.of("first part", "http get /parts", "part elsewhere", "part of the part");
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.web(type, App.class,
						receiver.settings(SAMPLING, "sightline.tracing.keep.errors=whole"))) {
			// What is sampled, as all are at 100 %.
			Http.get(app.url("/parts?fail=false"), "traceparent", "00-" + SAMPLED + "-b7ad6b7169203331-01");
			await().untilAsserted(() -> assertThat(names(receiver, SAMPLED)).isEqualTo(expected));
			Set<String> failed = load(app);
			assertThat(failed).hasSize(FAILURES);
			await().atMost(PATIENCE).untilAsserted(() -> {
				assertThat(failures(receiver)).hasSize(FAILURES);
				assertThat(failed).allSatisfy((trace) -> assertThat(names(receiver, trace)).isEqualTo(expected));
			});
			assertThat(failed).allSatisfy((trace) -> assertThat(threads(receiver, trace)).hasSize(2));
			assertOthersAreSampled(receiver);
			assertNothingIsLeft(app, 0);
			shouldBearARequestWithoutBound(app, receiver);
		}
	}

	/**
	 * A request that makes more spans than there is room for costs no other its own.
	 */
	private static void shouldBearARequestWithoutBound(TestApp app, OtlpReceiver receiver) {
		int many = 100_000;
		String flood = trace(Http.get(app.url("/flood?count=" + many + "&together=1")));
		await().atMost(PATIENCE)
			.untilAsserted(
					() -> assertThat(names(receiver, flood)).hasSizeBetween(1, 1001).contains("http get /flood"));
		List<CompletableFuture<String>> others = IntStream.range(0, 2)
			.mapToObj((i) -> CompletableFuture.supplyAsync(
					() -> trace(Http.get(app.url("/flood?count=900&together=2"))), (work) -> new Thread(work).start()))
			.toList();
		for (CompletableFuture<String> other : others) {
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(names(receiver, other.join())).as("spans of another").hasSize(901));
		}
		assertNothingIsLeft(app, many - 1000);
	}

	private static void assertNothingIsLeft(TestApp app, int discarded) {
		await().untilAsserted(() -> assertThat(app.scrape("sightline_tracing_keep_waiting")).singleElement()
			.asString()
			.endsWith(" 0.0"));
		assertThat(app.scrape("sightline_tracing_keep_discarded_total")).singleElement()
			.satisfies((line) -> assertThat(Double.parseDouble(line.substring(line.lastIndexOf(' '))))
				.isEqualTo(discarded));
	}

	/**
	 * What is kept is no more than the failures, and about one in a hundred of the rest.
	 */
	private static void assertOthersAreSampled(OtlpReceiver receiver) {
		long others = receiver.spans()
			.stream()
			.filter((span) -> span.kind().equals("SPAN_KIND_SERVER") && !isFailed(span))
			.count();
		assertThat(others).isBetween(20L, 300L);
	}

	/**
	 * Send all requests.
	 * @return the traces of those that failed
	 */
	private static Set<String> load(TestApp app) throws Exception {
		Set<String> failed = ConcurrentHashMap.newKeySet();
		AtomicInteger fine = new AtomicInteger();
		ExecutorService clients = Executors.newFixedThreadPool(8);
		IntStream.range(0, REQUESTS).forEach((i) -> clients.execute(() -> {
			boolean fail = i % (REQUESTS / FAILURES) == 7;
			HttpResponse<String> answer = Http.get(app.url("/parts?fail=" + fail));
			if (fail && answer.statusCode() == 500) {
				failed.add(trace(answer));
			}
			else if (answer.statusCode() == 200) {
				fine.incrementAndGet();
			}
		}));
		clients.shutdown();
		assertThat(clients.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
		assertThat(fine).hasValue(REQUESTS - FAILURES);
		return failed;
	}

	private static String trace(HttpResponse<String> answer) {
		return answer.headers().firstValue("X-Trace-Id").orElseThrow();
	}

	private static List<ReceivedSpan> failures(OtlpReceiver receiver) {
		return receiver.spans()
			.stream()
			.filter((span) -> span.kind().equals("SPAN_KIND_SERVER") && isFailed(span))
			.toList();
	}

	private static boolean isFailed(ReceivedSpan span) {
		return span.status().equals("STATUS_CODE_ERROR");
	}

	private static List<String> names(OtlpReceiver receiver, String trace) {
		return receiver.spans()
			.stream()
			.filter((span) -> span.traceId().equals(trace))
			.map(ReceivedSpan::name)
			.sorted()
			.toList();
	}

	private static Set<String> threads(OtlpReceiver receiver, String trace) {
		return receiver.spans()
			.stream()
			.filter((span) -> span.traceId().equals(trace))
			.map(ReceivedSpan::attributes)
			.filter((attributes) -> attributes.containsKey("thread"))
			.map((attributes) -> attributes.get("thread"))
			.collect(Collectors.toSet());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		private final Map<Integer, CyclicBarrier> all = Map.of(1, new CyclicBarrier(1), 2, new CyclicBarrier(2));

		private final ObservationRegistry registry;

		private final Tracer tracer;

		private final AsyncTaskExecutor executor;

		App(ObservationRegistry registry, Tracer tracer, AsyncTaskExecutor executor) {
			this.registry = registry;
			this.tracer = tracer;
			this.executor = executor;
		}

		@GetMapping("/parts")
		Mono<String> parts(@RequestParam boolean fail) {
			part("first part", () -> {
			});
			CompletableFuture<Void> elsewhere = CompletableFuture
				.runAsync(() -> part("part elsewhere", () -> part("part of the part", () -> {
				})), this.executor);
			return Mono.fromFuture(elsewhere).then(Mono.fromCallable(() -> {
				if (fail) {
					throw new IllegalStateException("wanted");
				}
				return "done";
			}));
		}

		@GetMapping("/flood")
		Mono<String> flood(@RequestParam int count, @RequestParam int together) {
			CompletableFuture<Void> elsewhere = CompletableFuture.runAsync(() -> spans(count, this.all.get(together)),
					this.executor);
			return Mono.fromFuture(elsewhere).then(Mono.error(new IllegalStateException("wanted")));
		}

		private void spans(int count, CyclicBarrier together) {
			for (int i = 0; i < count; i++) {
				this.tracer.nextSpan().name("one of many").start().end();
			}
			try {
				together.await(60, TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		private void part(String name, Runnable work) {
			Observation.createNotStarted(name, this.registry)
				.highCardinalityKeyValue("thread", Thread.currentThread().getName())
				.observe(work);
		}

	}

}
