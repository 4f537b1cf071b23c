package dev.sightline.autoconfigure.annotation;

import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;
import io.micrometer.core.aop.MeterTag;
import io.micrometer.observation.annotation.Observed;
import io.micrometer.tracing.annotation.NewSpan;
import io.micrometer.tracing.annotation.SpanTag;
import org.junit.jupiter.api.Test;

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
 * Annotations of Micrometer work with nothing more to add.
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
	void shouldBackOffWhenUserSaysSo() {
		try (TestApp app = TestApp.plain(App.class, "management.observations.annotations.enabled=false")) {
			assertThat(app.context().getBeansOfType(Advisor.class)).doesNotContainKeys("sightlineObservedAdvisor",
					"sightlineTimedAdvisor", "sightlineSpanAdvisor");
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
		Customer plain() {
			return new Customer("plain");
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
