package dev.sightline.autoconfigure.annotation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;
import io.micrometer.core.aop.MeterTag;
import io.micrometer.observation.annotation.Observed;
import io.micrometer.tracing.annotation.NewSpan;
import io.micrometer.tracing.annotation.SpanTag;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.instrumentation.annotations.AddingSpanAttributes;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Annotations of Micrometer and OpenTelemetry work with nothing more to add.
 */
class AnnotationTests {

	@Test
	void shouldTurnIntoSpansAndMeters() {
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.servlet(App.class, receiver.settings())) {
			Shop shop = app.context().getBean(Shop.class);
			assertThat(shop.observed()).isEqualTo("observed");
			assertThat(shop.spanned("blue", new Customer("gold"))).isEqualTo("blue");
			assertThat(shop.timed("red")).isEqualTo("red");
			assertThat(shop.counted("green")).isEqualTo("green");
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(shop::failing);
			assertThat(app.context().getBean(ObservedClass.class).part()).isEqualTo("part");
			await().until(() -> receiver.spans().size() >= 4);
			assertThat(receiver.spans()).extracting(ReceivedSpan::name)
				.containsExactlyInAnyOrder("Shop#observed", "spanned", "failing", "ObservedClass#part");
			assertThat(receiver.spans()).filteredOn((span) -> span.name().equals("spanned"))
				.singleElement()
				.satisfies((span) -> assertThat(span.attributes()).containsEntry("colour", "blue")
					.containsEntry("tier", "gold"));
			assertThat(receiver.spans()).filteredOn((span) -> span.name().equals("failing"))
				.singleElement()
				.satisfies((span) -> assertThat(span.status()).isEqualTo("STATUS_CODE_ERROR"));
			assertThat(app.scrape("shop_observed_seconds_count")).hasSize(1);
			assertThat(app.scrape("shop_timed_seconds_count")).singleElement().asString().contains("colour=\"red\"");
			assertThat(app.scrape("shop_counted_total")).singleElement()
				.asString()
				.contains("colour=\"green\"")
				.endsWith(" 1.0");
			assertThat(AopUtils.isAopProxy(app.context().getBean("plain"))).isFalse();
		}
	}

	@Test
	void shouldTurnWithSpanIntoSpans() throws Exception {
		try (OtlpReceiver receiver = new OtlpReceiver(); TestApp app = TestApp.plain(App.class, receiver.settings())) {
			Traced traced = app.context().getBean(Traced.class);
			assertThat(traced.outer("blue", 7L, List.of("a", "b"), new int[] { 1, 2 }, "not told")).isEqualTo("blue");
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(traced::failing)
				.satisfies((ex) -> assertThat(ex.getStackTrace()[0].getClassName()).isEqualTo(Traced.class.getName()));
			CompletableFuture<String> later = new CompletableFuture<>();
			assertThat(traced.later(later)).isSameAs(later);
			Mono<String> mono = traced.reactive();
			assertThat(traced.untold(new Untold())).isEqualTo("done");
			assertThat(traced.connectable().autoConnect().blockLast()).isEqualTo("connected");
			await().untilAsserted(() -> assertThat(receiver.spans()).extracting(ReceivedSpan::name)
				.contains("Traced.outer", "inner", "alone", "failing", "untold", "connectable")
				.doesNotContain("later", "reactive"));
			later.completeExceptionally(new IllegalStateException("wanted"));
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(mono::block);
			await().untilAsserted(
					() -> assertThat(receiver.spans()).extracting(ReceivedSpan::name).contains("later", "reactive"));
			Map<String, ReceivedSpan> spans = receiver.spans()
				.stream()
				.collect(Collectors.toMap(ReceivedSpan::name, (span) -> span, (first, second) -> first));
			ReceivedSpan outer = spans.get("Traced.outer");
			assertThat(outer.kind()).isEqualTo("SPAN_KIND_CLIENT");
			assertThat(outer.attributes()).containsEntry("colour", "blue")
				.containsEntry("count", "int_value: 7")
				.containsEntry("code.function.name", Traced.class.getName() + ".outer")
				.containsKeys("list", "numbers")
				.hasSize(5);
			assertThat(spans.get("inner").parentSpanId()).isEqualTo(outer.spanId());
			assertThat(spans.get("inner").attributes()).containsEntry("added", "blue");
			assertThat(spans.get("alone").parentSpanId()).isEmpty();
			assertThat(spans.get("alone").traceId()).isNotEqualTo(outer.traceId());
			for (String failed : List.of("failing", "later", "reactive")) {
				assertThat(spans.get(failed).status()).isEqualTo("STATUS_CODE_ERROR");
			}
			assertThat(spans.get("untold").status()).isEqualTo("STATUS_CODE_UNSET");
		}
	}

	@Test
	void shouldCallTheMethodWhenThereIsNoTracer() {
		try (TestApp app = TestApp.plain(App.class, "management.opentelemetry.enabled=false")) {
			assertThat(app.context().getBean(Traced.class).untold(new Untold())).isEqualTo("done");
		}
	}

	@Test
	void shouldBackOffWhenUserSaysSo() {
		try (TestApp app = TestApp.plain(App.class, "management.observations.annotations.enabled=false")) {
			assertThat(app.context().getBeansOfType(Advisor.class)).doesNotContainKeys("sightlineObservedAdvisor",
					"sightlineTimedAdvisor", "sightlineSpanAdvisor", "sightlineWithSpanAdvisor");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		Shop shop() {
			return new Shop();
		}

		@Bean
		ObservedClass observedClass() {
			return new ObservedClass();
		}

		@Bean
		Part part() {
			return new Part();
		}

		@Bean
		Traced traced(Part part) {
			return new Traced(part);
		}

		@Bean
		Customer plain() {
			return new Customer("plain");
		}

	}

	/**
	 * Does not tell what it is.
	 */
	static class Untold {

		@Override
		public String toString() {
			throw new IllegalStateException("untold");
		}

	}

	static class Part {

		@WithSpan("inner")
		public void inner(Part self, String added) {
			self.more(added);
		}

		@AddingSpanAttributes
		public void more(@SpanAttribute("added") String added) {
			// Its argument is told.
		}

		@WithSpan(value = "alone", inheritContext = false)
		public void alone() {
			// It begins a trace.
		}

	}

	static class Traced {

		private final Part part;

		Traced(Part part) {
			this.part = part;
		}

		@WithSpan(kind = SpanKind.CLIENT)
		public String outer(@SpanAttribute("colour") String colour, @SpanAttribute long count,
				@SpanAttribute List<String> list, @SpanAttribute int[] numbers, String secret) {
			this.part.inner(this.part, colour);
			this.part.alone();
			return colour;
		}

		@WithSpan("failing")
		public void failing() {
			throw new IllegalStateException("wanted");
		}

		@WithSpan("later")
		public CompletableFuture<String> later(CompletableFuture<String> future) {
			return future;
		}

		@WithSpan("reactive")
		public Mono<String> reactive() {
			return Mono.error(new IllegalStateException("wanted"));
		}

		@WithSpan("connectable")
		public ConnectableFlux<String> connectable() {
			return Flux.just("connected").publish();
		}

		@WithSpan("untold")
		public String untold(@SpanAttribute("untold") Untold untold) {
			return "done";
		}

	}

	record Customer(String tier) {

	}

	static class Shop {

		@Observed(name = "shop.observed")
		public String observed() {
			return "observed";
		}

		@NewSpan("spanned")
		public String spanned(@SpanTag("colour") String colour,
				@SpanTag(key = "tier", expression = "tier") Customer customer) {
			return colour;
		}

		@NewSpan("failing")
		public String failing() {
			throw new IllegalStateException("wanted");
		}

		@Timed("shop.timed")
		public String timed(@MeterTag("colour") String colour) {
			return colour;
		}

		@Counted("shop.counted")
		public String counted(@MeterTag("colour") String colour) {
			return colour;
		}

	}

	@Observed(name = "shop.class")
	static class ObservedClass {

		public String part() {
			return "part";
		}

	}

}
