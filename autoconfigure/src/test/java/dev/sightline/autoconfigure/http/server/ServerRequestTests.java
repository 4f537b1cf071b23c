package dev.sightline.autoconfigure.http.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests are told as Spring Boot tells them.
 */
class ServerRequestTests {

	private static final List<String> REQUESTS = List.of("/item/1", "/item/2", "/fail", "/async", "/async-fail",
			"/nothing", "/error-status", "/item/3?x=1");

	@Test
	void shouldTellTheSameAsSpringBoot() {
		Told ours = tell();
		Told boots = tell("sightline.enabled=false", "management.endpoints.web.exposure.include=prometheus",
				"management.metrics.observations.ignored-meters=long-task-timer",
				"management.tracing.sampling.probability=1");
		assertThat(ours.series()).isEqualTo(withOwnRoute(boots.series()));
		assertThat(ours.spans()).isEqualTo(withOwnRoute(boots.spans()));
	}

	/**
	 * Spring Boot gives an asynchronous request that fails the route of the error page.
	 */
	private static List<String> withOwnRoute(List<String> told) {
		return told.stream().map((line) -> line.replaceAll("/error(?=[\"}, ])", "/async-fail")).sorted().toList();
	}

	private static Told tell(String... properties) {
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.servlet(App.class,
						concat(properties, "sightline.tracing.sampling=1",
								"management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint()
										+ "/v1/traces",
								"management.opentelemetry.tracing.export.schedule-delay=50ms"))) {
			for (String request : REQUESTS) {
				Http.get(app.url(request));
			}
			Http.send("PURGE", app.url("/item/1"), null);
			int expected = REQUESTS.size() + 1;
			await().until(() -> server(receiver).size() >= expected);
			await().until(() -> series(app).stream()
				.mapToInt((line) -> Integer.parseInt(line.replaceAll(".* ", "")))
				.sum() >= expected);
			return new Told(series(app),
					server(receiver).stream()
						.map((span) -> span.name() + " " + sorted(span.attributes()))
						.sorted()
						.toList());
		}
	}

	private static List<ReceivedSpan> server(OtlpReceiver receiver) {
		return receiver.spans()
			.stream()
			.filter((span) -> span.kind().equals("SPAN_KIND_SERVER"))
			.filter((span) -> !String.valueOf(span.attributes().get("http.url")).startsWith("/actuator"))
			.toList();
	}

	/**
	 * All but the id of the request, which Spring Boot does not have.
	 */
	private static String sorted(Map<String, String> attributes) {
		Map<String, String> sorted = new java.util.TreeMap<>(attributes);
		sorted.remove("correlation_id");
		return sorted.toString();
	}

	private static List<String> series(TestApp app) {
		return Http.get(app.url("/actuator/prometheus"))
			.body()
			.lines()
			.filter((line) -> line.startsWith("http_server_requests_seconds_count") && !line.contains("/actuator"))
			.map((line) -> line.replaceAll("\\.0$", ""))
			.sorted()
			.collect(Collectors.toList());
	}

	@Test
	void shouldServeHooksOfTheUser() {
		try (TestApp app = TestApp.servlet(WithHooks.class)) {
			Http.get(app.url("/item/1"));
			Http.get(app.url("/hidden"));
			await().untilAsserted(() -> assertThat(series(app)).singleElement()
				.asString()
				.contains("uri=\"/item/{id}\"", "filtered=\"yes\"", "inside=\"1\""));
			WithHooks hooks = app.context().getBean(WithHooks.class);
			assertThat(hooks.seen).anySatisfy((values) -> assertThat(values).extracting(KeyValue::getKey)
				.contains("http.url", "uri", "method", "status", "outcome", "exception", "inside"));
		}
	}

	@Test
	void shouldBackOffWhenUserDefinesConvention() {
		try (TestApp app = TestApp.servlet(WithConvention.class)) {
			Http.get(app.url("/item/1"));
			await().untilAsserted(() -> assertThat(series(app)).singleElement().asString().contains("hers=\"yes\""));
		}
	}

	@Test
	void shouldBackOffWhenUserDefinesMeterHandler() {
		try (TestApp app = TestApp.servlet(WithMeterHandler.class)) {
			Http.get(app.url("/item/1"));
			WithMeterHandler handler = app.context().getBean(WithMeterHandler.class);
			await().untilAsserted(() -> assertThat(handler.stopped).contains("http.server.requests"));
		}
	}

	@Test
	void shouldNotBeginToObserveInAnAsynchronousDispatch() {
		try (TestApp app = TestApp.servlet(WithFicklePredicate.class)) {
			assertThat(Http.get(app.url("/async")).body()).isEqualTo("later");
			WithFicklePredicate user = app.context().getBean(WithFicklePredicate.class);
			assertThat(user.asked).hasValueGreaterThan(0);
			assertThat(user.started).isEmpty();
		}
	}

	@Test
	void shouldLeaveLongTaskTimersToSpringBoot() {
		try (TestApp app = TestApp.servlet(App.class, "management.metrics.observations.ignored-meters=")) {
			Http.get(app.url("/item/1"));
			await().untilAsserted(() -> assertThat(series(app)).hasSize(1));
			assertThat(Http.get(app.url("/actuator/prometheus")).body())
				.contains("http_server_requests_active_seconds");
		}
	}

	@Test
	void shouldForgetATimerThatWasRemoved() {
		try (TestApp app = TestApp.servlet(App.class)) {
			Http.get(app.url("/item/1"));
			await().untilAsserted(() -> assertThat(series(app)).hasSize(1));
			var registry = app.context().getBean(io.micrometer.core.instrument.MeterRegistry.class);
			registry.get("http.server.requests").tag("uri", "/item/{id}").meters().forEach(registry::remove);
			Http.get(app.url("/item/1"));
			await().untilAsserted(() -> assertThat(series(app)).singleElement().asString().endsWith(" 1"));
		}
	}

	@Test
	void shouldKeepKeyValuesAsTheirMapWould() {
		ServerRequestContext context = new ServerRequestContext(null, null, null);
		context.addLowCardinalityKeyValues(KeyValues.of("a", "1", "b", "1"));
		context.addLowCardinalityKeyValue(KeyValue.of("c", "1"));
		context.addLowCardinalityKeyValues(KeyValues.of("a", "2", "b", "2"));
		context.addHighCardinalityKeyValues(KeyValues.of("d", "1"));
		assertThat(context.getLowCardinalityKeyValues()).isEqualTo(KeyValues.of("a", "2", "b", "2", "c", "1"));
		assertThat(context.getLowCardinalityKeyValue("b").getValue()).isEqualTo("2");
		assertThat(context.getLowCardinalityKeyValue("x")).isNull();
		assertThat(context.getAllKeyValues()).isEqualTo(KeyValues.of("a", "2", "b", "2", "c", "1", "d", "1"));
		context.removeLowCardinalityKeyValue("b");
		context.removeHighCardinalityKeyValues("d");
		assertThat(context.getAllKeyValues()).isEqualTo(KeyValues.of("a", "2", "c", "1"));
	}

	private static String[] concat(String[] first, String... second) {
		return java.util.stream.Stream.of(first, second).flatMap(java.util.Arrays::stream).toArray(String[]::new);
	}

	private record Told(List<String> series, List<String> spans) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		@GetMapping("/item/{id}")
		String item(@PathVariable int id) {
			return "item " + id;
		}

		@GetMapping("/fail")
		String fail() {
			throw new IllegalStateException("on purpose");
		}

		@GetMapping("/async")
		Callable<String> async() {
			return () -> "later";
		}

		@GetMapping("/async-fail")
		Callable<String> asyncFail() {
			return () -> {
				throw new IllegalStateException("on purpose");
			};
		}

		@GetMapping("/error-status")
		org.springframework.http.ResponseEntity<String> status() {
			return org.springframework.http.ResponseEntity.status(503).body("busy");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithHooks extends App implements ObservationHandler<Observation.Context> {

		private final List<KeyValues> seen = new CopyOnWriteArrayList<>();

		@Bean
		ObservationFilter filter() {
			return (context) -> context.addLowCardinalityKeyValue(KeyValue.of("filtered", "yes"));
		}

		@Bean
		ObservationPredicate predicate() {
			return (name, context) -> !(context instanceof ServerRequestObservationContext request)
					|| !request.getCarrier().getRequestURI().matches("/hidden|/actuator.*");
		}

		@Bean
		jakarta.servlet.Filter inside(ObservationRegistry registry) {
			return (request, response, chain) -> {
				Observation current = registry.getCurrentObservation();
				if (current != null) {
					current.lowCardinalityKeyValue("inside", "1");
				}
				chain.doFilter(request, response);
			};
		}

		@Override
		public void onStop(Observation.Context context) {
			this.seen.add(context.getAllKeyValues());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ServerRequestObservationContext;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithConvention extends App {

		@Bean
		ServerRequestObservationConvention convention() {
			return new DefaultServerRequestObservationConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
					return super.getLowCardinalityKeyValues(context).and("hers", "yes");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithMeterHandler extends App {

		private final List<String> stopped = new CopyOnWriteArrayList<>();

		@Bean
		MeterObservationHandler<Observation.Context> hers() {
			return new MeterObservationHandler<>() {

				@Override
				public void onStop(Observation.Context context) {
					WithMeterHandler.this.stopped.add(context.getName());
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithFicklePredicate extends App {

		private final AtomicInteger asked = new AtomicInteger();

		private final List<String> started = new CopyOnWriteArrayList<>();

		/**
		 * Observes no request at first and all from then on.
		 */
		@Bean
		ObservationPredicate fickle() {
			return (name, context) -> !"http.server.requests".equals(name) || this.asked.getAndIncrement() > 0;
		}

		@Bean
		ObservationHandler<ServerRequestObservationContext> recorder() {
			return new ObservationHandler<>() {

				@Override
				public void onStart(ServerRequestObservationContext context) {
					WithFicklePredicate.this.started.add(String.valueOf(context.getName()));
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return context instanceof ServerRequestObservationContext;
				}

			};
		}

	}

}
