package dev.sightline.autoconfigure.tracing.keep;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.micrometer.common.KeyValue;
import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What matters is kept though nothing is sampled, on Tomcat and on Netty.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeepTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String TOKEN = "a-token-that-nobody-guesses";

	private static final ExecutorService OTHER = ContextExecutorService.wrap(Executors.newSingleThreadExecutor(),
			() -> ContextSnapshotFactory.builder().build().captureAll());

	@AfterAll
	static void end() {
		OTHER.shutdownNow();
	}

	/**
	 * With fields of baggage it is Micrometer that begins the span of a request.
	 */
	@ParameterizedTest
	@CsvSource({ "SERVLET, customer", "REACTIVE, ''" })
	void shouldKeepTheRootOfWhatMatters(WebApplicationType type, String baggage) {
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.web(type, App.class,
						receiver.settings("management.tracing.sampling.probability=0",
								"sightline.tracing.keep.slower-than=300ms", "sightline.tracing.keep.costlier-than=0.5",
								"sightline.tracing.keep.debug-token=" + TOKEN,
								"management.tracing.baggage.remote-fields=" + baggage,
								"management.tracing.baggage.tag-fields=" + baggage))) {
			Http.get(app.url("/fine"));
			Http.get(app.url("/missing?status=404"));
			Http.get(app.url("/fails"), "traceparent", "00-" + TRACE + "-b7ad6b7169203331-00", "baggage",
					"customer=c1,unknown=u1");
			Http.get(app.url("/status?status=503"), "customer", "c".repeat(2000));
			Http.get(app.url("/slow"));
			Http.get(app.url("/dear"));
			Http.get(app.url("/asked"), "X-Trace-Debug", TOKEN);
			Http.get(app.url("/fine?guess"), "X-Trace-Debug", "a-token-that-somebody-guesses");
			await().until(() -> receiver.spans()
				.stream()
				.filter((span) -> span.kind().equals("SPAN_KIND_SERVER"))
				.count() >= 5);
			Map<String, ReceivedSpan> roots = receiver.spans()
				.stream()
				.filter((span) -> span.kind().equals("SPAN_KIND_SERVER"))
				.collect(Collectors.toMap((span) -> span.attributes().get("uri"), (span) -> span));
			assertThat(roots).containsOnlyKeys("/fails", "/status", "/slow", "/dear", "/asked");
			ReceivedSpan failed = roots.get("/fails");
			assertThat(failed.traceId()).isEqualTo(TRACE);
			assertThat(failed.parentSpanId()).isEqualTo("b7ad6b7169203331");
			assertThat(failed.status()).isEqualTo("STATUS_CODE_ERROR");
			assertThat(failed.name()).isEqualTo("http get /fails");
			assertThat(failed.attributes()).containsEntry("sightline.keep.reason", "error")
				.containsEntry("outcome", "SERVER_ERROR")
				.containsKey("http.url");
			assertThat(failed.attributes().get("customer")).isEqualTo(baggage.isEmpty() ? null : "c1");
			assertThat(app.scrape("sightline_tracing_baggage_discarded_total{reason=\"unknown\"")).singleElement()
				.asString()
				.endsWith(baggage.isEmpty() ? " 2.0" : " 1.0");
			assertThat(app.scrape("sightline_tracing_baggage_discarded_total{reason=\"too_large\"")).singleElement()
				.asString()
				.endsWith(baggage.isEmpty() ? " 0.0" : " 1.0");
			assertThat(failed.resource()).containsKey("service.instance.id");
			assertThat(receiver.text())
				.contains("exception.stacktrace", "IllegalStateException", "the reason is password=[redacted]")
				.doesNotContain("canary");
			assertThat(roots.get("/status").attributes()).containsEntry("sightline.keep.reason", "error");
			assertThat(roots.get("/slow").attributes()).containsEntry("sightline.keep.reason", "slow");
			assertThat(roots.get("/dear").attributes()).containsEntry("sightline.keep.reason", "cost");
			assertThat(roots.get("/asked").attributes()).containsEntry("sightline.keep.reason", "debug")
				.containsEntry("http.url", "/asked");
			assertThat(receiver.spans()).extracting(ReceivedSpan::name).doesNotContain("call of a model");
			// No other request has this timer: after one, the next is an exemplar only 90
			// ms later.
			await().untilAsserted(() -> assertThat(exemplars(app)).containsOnly(roots.get("/asked").traceId()));
			await().untilAsserted(
					() -> assertThat(app.scrape("sightline_export_queue_size{destination=\"otlp\"")).singleElement()
						.asString()
						.endsWith(" 0.0"));
		}
	}

	@Test
	void shouldKeepTheRootOfATaskThatFails() {
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.plain(App.class,
						receiver.settings("management.tracing.sampling.probability=0"))) {
			ObservationRegistry registry = app.context().getBean(ObservationRegistry.class);
			for (Exception failure : new Exception[] { null, new IllegalArgumentException("bad") }) {
				Observation task = Observation.start("task", registry);
				task.scoped(() -> Observation.start("part", registry).error(new IllegalStateException()).stop());
				if (failure != null) {
					task.error(failure);
				}
				task.stop();
			}
			await().until(() -> !receiver.spans().isEmpty());
			assertThat(receiver.spans()).singleElement().satisfies((span) -> {
				assertThat(span.name()).isEqualTo("task");
				assertThat(span.parentSpanId()).isEmpty();
				assertThat(span.attributes()).containsEntry("sightline.keep.reason", "error");
			});
			keepTheRootOfAMethodThatFails(receiver, app.context().getBean(Work.class), registry);
		}
	}

	private static void keepTheRootOfAMethodThatFails(OtlpReceiver receiver, Work work, ObservationRegistry registry) {
		work.run(false, "green", () -> {
		});
		Observation.createNotStarted("around", registry).observe(() -> Work.fail(work, "grey"));
		Work.fail(work, "blue");
		work.run(false, "red", () -> Work.fail(work, "black"));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(work.reactive()::block);
		await().until(() -> receiver.spans().size() >= 3);
		assertThat(receiver.spans()).extracting(ReceivedSpan::name)
			.containsExactlyInAnyOrder("task", "work", "reactive");
		assertThat(receiver.spans()).filteredOn((span) -> !span.name().equals("task")).allSatisfy((span) -> {
			assertThat(span.parentSpanId()).isEmpty();
			assertThat(span.status()).isEqualTo("STATUS_CODE_ERROR");
			assertThat(span.attributes()).containsEntry("sightline.keep.reason", "error")
				.containsKey("code.function.name");
		});
		assertThat(receiver.spans()).filteredOn((span) -> span.name().equals("work"))
			.singleElement()
			.satisfies((span) -> {
				assertThat(span.kind()).isEqualTo("SPAN_KIND_CONSUMER");
				assertThat(span.attributes()).containsEntry("colour", "blue");
			});
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET, root", "REACTIVE, whole" })
	void shouldFindEveryFailureAmongManyRequests(WebApplicationType type, String errors) throws Exception {
		int requests = 1000;
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.web(type, App.class, receiver.settings(
						"management.tracing.sampling.probability=0.01", "sightline.tracing.keep.errors=" + errors))) {
			ExecutorService clients = Executors.newFixedThreadPool(8);
			IntStream.range(0, requests)
				.forEach((i) -> clients
					.execute(() -> Http.get(app.url((i % 100 == 7) ? "/parts?fail=true" : "/parts"))));
			clients.shutdown();
			assertThat(clients.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
			await().untilAsserted(() -> assertThat(failed(receiver)).hasSize(requests / 100));
			if (errors.equals("whole")) {
				await().untilAsserted(() -> {
					Map<String, Set<String>> names = receiver.spans()
						.stream()
						.collect(Collectors.groupingBy(ReceivedSpan::traceId,
								Collectors.mapping(ReceivedSpan::name, Collectors.toSet())));
					assertThat(failed(receiver)).allSatisfy((root) -> assertThat(names.get(root.traceId()))
						.contains("http get /parts", "first part", "part elsewhere"));
				});
				// The last request may be answered and not over yet.
				await().untilAsserted(() -> assertThat(app.scrape("sightline_tracing_keep_waiting")).singleElement()
					.asString()
					.endsWith(" 0.0"));
				assertThat(app.scrape("sightline_tracing_keep_discarded")).singleElement().asString().endsWith(" 0.0");
			}
			assertThat(receiver.spans()).hasSizeLessThan(requests);
			Set<String> kept = receiver.spans()
				.stream()
				.filter((span) -> span.attributes().containsKey("sightline.keep.reason"))
				.map(ReceivedSpan::traceId)
				.collect(Collectors.toSet());
			assertThat(kept).isNotEmpty();
			assertThat(exemplars(app)).as("of traces that were sampled at the start only")
				.doesNotContainAnyElementsOf(kept);
		}
	}

	/**
	 * The traces that a scrape names.
	 */
	private static Set<String> exemplars(TestApp app) {
		String scrape = Http.get(app.url("/actuator/prometheus"), "Accept", Http.OPEN_METRICS).body();
		return Pattern.compile("trace_id=\"(\\w+)\"")
			.matcher(scrape)
			.results()
			.map((match) -> match.group(1))
			.collect(Collectors.toSet());
	}

	private static List<ReceivedSpan> failed(OtlpReceiver receiver) {
		return receiver.spans()
			.stream()
			.filter((span) -> span.kind().equals("SPAN_KIND_SERVER") && span.status().equals("STATUS_CODE_ERROR"))
			.sorted(Comparator.comparing(ReceivedSpan::traceId))
			.toList();
	}

	@ParameterizedTest
	@CsvSource({ "slower-than=0s, longer than nothing", "costlier-than=-1, 0 or more",
			"debug-token=short, 16 characters" })
	void shouldRefuseWhatCanNotWork(String setting, String remedy) {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> TestApp.plain(App.class, "sightline.tracing.keep." + setting.trim()).close())
			.havingRootCause()
			.isInstanceOf(InvalidConfigurationPropertyValueException.class)
			.withMessageContaining(remedy);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		private final ObservationRegistry registry;

		App(ObservationRegistry registry) {
			this.registry = registry;
		}

		@Bean
		static Work work() {
			return new Work();
		}

		@GetMapping({ "/fine", "/asked" })
		String fine() {
			return "fine";
		}

		@GetMapping("/status")
		void status(@RequestParam int status) {
			throw new ResponseStatusException(HttpStatus.valueOf(status));
		}

		@GetMapping("/fails")
		String fails() {
			throw new IllegalStateException("the reason is password=canary");
		}

		@GetMapping("/slow")
		Mono<String> slow() {
			return Mono.delay(java.time.Duration.ofMillis(350)).map((tick) -> "slow");
		}

		@GetMapping("/dear")
		String dear() {
			for (int i = 0; i < 2; i++) {
				Observation.createNotStarted("call of a model", this.registry)
					.highCardinalityKeyValue(KeyValue.of("gen_ai.usage.cost.amount", "0.3"))
					.observe(() -> {
					});
			}
			return "dear";
		}

		@GetMapping("/parts")
		Mono<String> parts(@RequestParam(required = false) boolean fail) {
			Observation.createNotStarted("first part", this.registry).observe(() -> {
			});
			CompletableFuture<Void> elsewhere = CompletableFuture
				.runAsync(() -> Observation.createNotStarted("part elsewhere", this.registry).observe(() -> {
				}), OTHER);
			return Mono.fromFuture(elsewhere).then(Mono.fromCallable(() -> {
				if (fail) {
					throw new IllegalStateException("wanted");
				}
				return "done";
			}));
		}

	}

	static class Work {

		static void fail(Work work, String colour) {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> work.run(true, colour, () -> {
			}));
		}

		@WithSpan(value = "work", kind = SpanKind.CONSUMER)
		public void run(boolean fail, @SpanAttribute("colour") String colour, Runnable more) {
			more.run();
			if (fail) {
				throw new IllegalStateException("wanted");
			}
		}

		@WithSpan("reactive")
		public Mono<String> reactive() {
			return Mono.error(new IllegalStateException("wanted"));
		}

	}

}
