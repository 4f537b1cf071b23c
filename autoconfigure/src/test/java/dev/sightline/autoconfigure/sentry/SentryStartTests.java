package dev.sightline.autoconfigure.sentry;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.sentry.IScopes;
import io.sentry.ITransaction;
import io.sentry.Sentry;
import io.sentry.spring.boot4.SentryProperties;
import io.sentry.spring7.SentrySpringFilter;
import io.sentry.spring7.tracing.SentrySpan;
import io.sentry.spring7.tracing.SentryTransaction;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.SentryReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * When Sentry is there, and what of it.
 */
@ExtendWith(OutputCaptureExtension.class)
class SentryStartTests {

	private final SentryReceiver receiver = new SentryReceiver();

	@AfterEach
	void stop() {
		this.receiver.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sightline.sentry.dsn=", "sentry.environment=any" })
	void shouldBeAbsentWithoutADsn(String property) {
		try (TestApp app = TestApp.plain(App.class, property)) {
			assertThat(app.context().getBeanNamesForType(IScopes.class)).isEmpty();
			assertThat(app.context().getBeanNamesForType(ReportHandler.class)).isEmpty();
			assertThat(Sentry.isEnabled()).isFalse();
		}
	}

	@Test
	void shouldBeAbsentWhenSwitchedOff() {
		try (TestApp app = TestApp.plain(App.class, "sentry.dsn=" + this.receiver.dsn(),
				"sightline.sentry.enabled=false")) {
			assertThat(app.context().getBeanNamesForType(IScopes.class)).isEmpty();
			assertThat(app.context().getBeanNamesForType(ReportHandler.class)).isEmpty();
		}
	}

	@Test
	void shouldLeaveSentryAloneWhenAllIsSwitchedOff() {
		try (TestApp app = TestApp.servlet(App.class, "sentry.dsn=" + this.receiver.dsn(), "sightline.enabled=false")) {
			assertThat(app.context().containsBean("sentrySpringFilter")).isTrue();
			assertThat(app.context().getBeanNamesForType(ReportHandler.class)).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "sentry.example, it is no URL", "ftp://key@host/1, it is no http or https URL",
			"https://host/1, it has no public key before the host", "https://key@host, it has no project at its end",
			"'https://key@ho st/1', it is no URL" })
	void shouldSayWhyADsnCanNotWork(String dsn, String reason) {
		assertThatThrownBy(() -> SentryDsn.check(new MockEnvironment().withProperty("sentry.dsn", dsn)))
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
				assertThat(ex.getName()).isEqualTo("sentry.dsn");
				assertThat(ex.getReason()).contains(reason)
					.contains("such as https://key@host/1, or leave it blank to send nothing");
			});
	}

	@Test
	void shouldNotStartWithADsnThatCanNotWork(CapturedOutput output) {
		assertThatThrownBy(() -> TestApp.plain(App.class, "sightline.sentry.dsn=sentry.example")).isNotNull();
		assertThat(output).contains("sentry.dsn").contains("it is no URL");
	}

	@Test
	void shouldExplainALimitThatCanNotWork(CapturedOutput output) {
		assertThatThrownBy(() -> TestApp.plain(App.class, "sentry.dsn=" + this.receiver.dsn(),
				"sightline.sentry.max-events-per-second=0"))
			.isNotNull();
		assertThat(output).contains("sightline.sentry.max-events-per-second").contains("It has to be 1 or more");
	}

	@Test
	void shouldWorkForNoRequestThatDoesNotFail() {
		try (TestApp app = TestApp.servlet(App.class, "sentry.dsn=" + this.receiver.dsn())) {
			for (String name : List.of("sentrySpringFilter", "sentryTracingFilter", "sentryUserFilter",
					"sentrySpanRestClientCustomizer", "sentrySpanRestTemplateCustomizer",
					"sentrySpanWebClientCustomizer", "sentryLogbackInitializer")) {
				assertThat(app.context().containsBean(name)).as(name).isFalse();
			}
			assertThat(app.context().containsBean("sentryExceptionResolver")).isTrue();
			assertThat(Http.get(app.url("/headers")).body()).contains("traceparent")
				.doesNotContain("sentry-trace")
				.doesNotContain("baggage");
		}
	}

	@Test
	void shouldStartWithARestClientInTheMainClass() {
		try (TestApp app = TestApp.servlet(WithClient.class, "sentry.dsn=" + this.receiver.dsn())) {
			assertThat(Sentry.isEnabled()).isTrue();
		}
	}

	@Test
	void shouldLetTheApplicationsBeansAndSettingsWin() {
		try (TestApp app = TestApp.servlet(WithFilter.class, "sentry.dsn=" + this.receiver.dsn(),
				"sightline.sentry.dsn=http://other@127.0.0.1:1/2", "sentry.read-timeout-millis=7",
				"sentry.logging.enabled=false")) {
			assertThat(app.context().getBean("sentrySpringFilter")).isInstanceOf(FilterRegistrationBean.class);
			SentryProperties options = app.context().getBean(SentryProperties.class);
			assertThat(options.getDsn()).isEqualTo(this.receiver.dsn());
			assertThat(options.getReadTimeoutMillis()).isEqualTo(7);
			assertThat(options.getConnectionTimeoutMillis()).isEqualTo(2000);
			assertThat(appenders()).doesNotContain("SENTRY_APPENDER");
		}
	}

	@Test
	void shouldSendTheSpansOfOpenTelemetry() {
		try (TestApp app = TestApp.servlet(App.class, "sentry.dsn=" + this.receiver.dsn(),
				"sightline.sentry.traces=true", "sightline.tracing.sampling=1",
				"management.opentelemetry.tracing.export.schedule-delay=100ms")) {
			assertThat(Http.get(app.url("/headers")).statusCode()).isEqualTo(HttpStatus.OK.value());
			await().until(
					() -> this.receiver.requests().contains("/api/1/integration/otlp/v1/traces sentry sentry_key=key"));
		}
	}

	/**
	 * Transactions that are started by hand belong to the trace that they are started in.
	 */
	@Test
	void shouldLinkTheTransactionsOfSentry() {
		String trace = "0af7651916cd43dd8448eb211c80319c";
		try (TestApp app = TestApp.servlet(WithTransactions.class, "sentry.dsn=" + this.receiver.dsn(),
				"sentry.traces-sample-rate=1", "management.observations.key-values.team=checkout")) {
			Http.get(app.url("/by-hand"), "traceparent", "00-" + trace + "-b7ad6b7169203331-01");
			await().until(() -> this.receiver.items("transaction").size() == 2);
			await().until(() -> this.receiver.events().size() == 1);
			Map<String, JsonNode> transactions = this.receiver.items("transaction")
				.stream()
				.collect(Collectors.toMap((one) -> one.path("transaction").asString(), (one) -> one));
			JsonNode byHand = transactions.get("by hand");
			assertThat(byHand.at("/contexts/trace/trace_id").asString()).isEqualTo(trace);
			assertThat(byHand.at("/contexts/trace/parent_span_id").asString()).hasSize(16);
			assertThat(byHand.at("/contexts/trace/op").asString()).isEqualTo("task");
			assertThat(byHand.at("/spans/0/op").asString()).isEqualTo("step");
			assertThat(byHand.at("/spans/0/trace_id").asString()).isEqualTo(trace);
			JsonNode annotated = transactions.get("annotated");
			assertThat(annotated.at("/contexts/trace/trace_id").asString()).isEqualTo(trace);
			assertThat(annotated.at("/spans/0/op").asString()).isEqualTo("inner");
			JsonNode event = this.receiver.events().get(0);
			assertThat(event.at("/contexts/trace/trace_id").asString()).isEqualTo(trace);
			assertThat(event.at("/tags/team").asString()).isEqualTo("checkout");
			assertThat(this.receiver.envelopes()
				.stream()
				.map((envelope) -> envelope.header().at("/trace/trace_id").asString())).allMatch(trace::equals);
			// A request starts none by itself.
			assertThat(Http.get(app.url("/nothing")).statusCode()).isEqualTo(HttpStatus.OK.value());
			Sentry.flush(30_000);
			assertThat(this.receiver.items("transaction")).hasSize(2);
		}
	}

	@Test
	@Tag("faults")
	void shouldLeaveNothingBehind() {
		for (int i = 0; i < 5; i++) {
			start();
		}
		long threads = threads();
		int hooks = hooks().size();
		Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
		for (int i = 0; i < 20; i++) {
			start();
		}
		await().untilAsserted(() -> assertThat(threads()).isLessThanOrEqualTo(threads));
		assertThat(appenders()).doesNotContain("SENTRY_APPENDER");
		assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(handler);
		assertThat(hooks()).hasSize(hooks);
	}

	/**
	 * What the JVM would run at its end. It shows that to nobody.
	 */
	private static Map<?, ?> hooks() {
		try {
			Class<?> type = Class.forName("sun.misc.Unsafe");
			Field unsafe = type.getDeclaredField("theUnsafe");
			unsafe.setAccessible(true);
			Object memory = unsafe.get(null);
			Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
			Object base = type.getMethod("staticFieldBase", Field.class).invoke(memory, hooks);
			Object offset = type.getMethod("staticFieldOffset", Field.class).invoke(memory, hooks);
			return (Map<?, ?>) type.getMethod("getObject", Object.class, long.class).invoke(memory, base, offset);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void start() {
		try (TestApp app = TestApp.plain(App.class, "sentry.dsn=" + this.receiver.dsn())) {
			LoggerFactory.getLogger(SentryStartTests.class).error("One", new IllegalStateException("One"));
			assertThat(appenders()).containsOnlyOnce("SENTRY_APPENDER");
		}
	}

	private static long threads() {
		Thread[] all = new Thread[Thread.activeCount() + 100];
		int count = Thread.enumerate(all);
		return Arrays.stream(all, 0, count).filter((thread) -> thread.getName().startsWith("Sentry")).count();
	}

	private static List<String> appenders() {
		Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("ROOT");
		List<String> names = new ArrayList<>();
		root.iteratorForAppenders().forEachRemaining((appender) -> names.add(String.valueOf(appender.getName())));
		return names;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		@Autowired
		private ObjectProvider<RestClient.Builder> builder;

		/**
		 * What a call of a client sends.
		 */
		@GetMapping("/headers")
		String headers(HttpServletRequest request) {
			if (request.getHeader("traceparent") != null) {
				return String.join(" ", Collections.list(request.getHeaderNames()));
			}
			return this.builder.getObject()
				.build()
				.get()
				.uri(request.getRequestURL().toString())
				.retrieve()
				.body(String.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithClient {

		WithClient(RestClient.Builder builder) {
			builder.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithFilter {

		@Bean
		FilterRegistrationBean<SentrySpringFilter> sentrySpringFilter() {
			return new FilterRegistrationBean<>(new SentrySpringFilter());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Annotated.class, Inner.class })
	@RestController
	static class WithTransactions {

		@Autowired
		private Annotated annotated;

		/**
		 * As there is with spring-boot-starter-aspectj.
		 */
		@Bean
		static DefaultAdvisorAutoProxyCreator proxies() {
			DefaultAdvisorAutoProxyCreator proxies = new DefaultAdvisorAutoProxyCreator();
			proxies.setProxyTargetClass(true);
			return proxies;
		}

		@GetMapping("/by-hand")
		String byHand() {
			ITransaction transaction = Sentry.startTransaction("by hand", "task");
			transaction.startChild("step").finish();
			transaction.finish();
			this.annotated.run();
			LoggerFactory.getLogger(SentryStartTests.class).error("One", new IllegalStateException("One"));
			return "done";
		}

		@GetMapping("/nothing")
		String nothing() {
			return "done";
		}

	}

	static class Annotated {

		@Autowired
		private Inner inner;

		@SentryTransaction(name = "annotated", operation = "task")
		public void run() {
			this.inner.run();
		}

	}

	static class Inner {

		@SentrySpan(operation = "inner")
		public void run() {
		}

	}

}
