package dev.sightline.autoconfigure.database.r2dbc;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.r2dbc.proxy.observation.QueryObservationConvention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Who observes R2DBC: the switch, the settings and the beans of the user decide.
 */
@ExtendWith(OutputCaptureExtension.class)
class R2dbcStatementAutoConfigurationTests {

	private static final String URL = "spring.r2dbc.url=r2dbc:h2:mem:///";

	@Test
	void shouldStayOffWithItsSignal() {
		try (TestApp app = TestApp.servlet(R2dbcApp.class, URL + "off", "sightline.r2dbc.enabled=false")) {
			run(app, "SELECT 1");
			assertThat(app.scrape()).doesNotContain("db_client_operation", "r2dbc_");
		}
	}

	@Test
	void shouldGiveWayToAConventionOfTheUser() {
		try (TestApp app = TestApp.servlet(OwnConvention.class, URL + "hers")) {
			run(app, "SELECT 1");
			assertThat(app.scrape()).contains("her_query_seconds_count").doesNotContain("db_client_operation");
		}
	}

	@Test
	void shouldStayQuietAboutStatementsThatAreLeftOut(CapturedOutput output) {
		try (TestApp app = TestApp.servlet(R2dbcApp.class, URL + "out", "management.observations.enable.db=false")) {
			run(app, "SELECT 1");
			assertThat(app.scrape()).doesNotContain("db_client_operation");
			assertThat(output).doesNotContain("onErrorDropped", "ClassCastException");
		}
	}

	@Test
	void shouldBoundTablesAndShowParametersToWhoAsksForThem() {
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.servlet(R2dbcApp.class, receiver.settings(URL + "flood",
						"management.observations.r2dbc.include-parameter-values=true"))) {
			DatabaseClient client = app.context().getBean(DatabaseClient.class);
			client.sql("SELECT CAST(:value AS INT)").bind("value", 4711).fetch().all().blockLast();
			await().untilAsserted(() -> assertThat(receiver.spans())
				.anySatisfy((span) -> assertThat(span.attributes().get("r2dbc.params[0]")).contains("4711")));
			for (int i = 0; i < 300; i++) {
				String sql = "SELECT * FROM nowhere" + i + " -- " + "x".repeat((i == 5) ? 2_000_000 : 5);
				assertThatThrownBy(() -> run(app, sql)).isNotNull();
			}
			assertThat(app.scrape("db_client_operation_duration_seconds_count")
				.stream()
				.filter((line) -> line.contains("nowhere") || line.contains("_other"))).hasSize(101)
				.anyMatch((line) -> line.contains("db_collection_name=\"_other\"") && line.endsWith(" 200"));
		}
	}

	@Test
	void shouldMakeAnObservationOnlyIfSomebodyListens(CapturedOutput output) {
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.servlet(Counting.class, URL + "quiet",
						"sightline.otlp.endpoint=" + receiver.endpoint(), "sightline.tracing.sampling=0")) {
			AtomicInteger observed = app.context().getBean(CountingHandler.class).statements;
			assertThat(Http.get(app.url("/find")).statusCode()).isEqualTo(500);
			assertThat(observed).hasValue(1);
			assertThat(app.scrape("application_errors_total")).singleElement()
				.asString()
				.contains("component=\"db.client.operation.duration\"")
				.endsWith(" 1.0");
			assertThat(app.scrape("db_client_operation_duration_seconds_sum")).singleElement()
				.asString()
				.contains("outcome=\"error\"")
				.doesNotEndWith(" 0.0");
			run(app, "CREATE TABLE tickets (subject VARCHAR(50), customer VARCHAR(50))");
			run(app, "CREATE ALIAS sleep FOR \"java.lang.Thread.sleep(long)\"");
			observed.set(0);
			assertThat(Http.get(app.url("/find")).body()).isEqualTo("0");
			Http.get(app.url("/slow"));
			assertThat(observed).hasValue(0);
			assertThat(app.scrape("db_client_operation_duration_seconds_count"))
				.filteredOn((line) -> line.contains("outcome=\"success\""))
				.anyMatch((line) -> line.contains("\"tickets\",db_operation_name=\"SELECT\"") && line.endsWith(" 1"))
				.anyMatch((line) -> line.contains("\"sleep\",db_operation_name=\"CALL\"") && line.endsWith(" 1"));
			assertThat(app.scrape("r2dbc_statements_slow_total"))
				.anyMatch((line) -> line.contains("\"sleep\",db_operation_name=\"CALL\""));
			assertThat(output.getAll().lines().filter((line) -> line.contains("Slow statement: CALL"))).singleElement()
				.asString()
				.contains("\"traceId\":");
			Http.get(app.url("/find"), "traceparent", "00-77777777777777777777777777777777-6666666666666666-01");
			assertThat(observed).hasValue(1);
		}
	}

	@Test
	void shouldRefuseAThresholdOfNothing() {
		assertThatThrownBy(() -> TestApp.servlet(R2dbcApp.class, URL + "bad", "sightline.r2dbc.slow-threshold=0ms"))
			.hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
			.rootCause()
			.hasMessageContaining("sightline.r2dbc.slow-threshold")
			.hasMessageContaining("It has to be longer than nothing");
	}

	private static void run(TestApp app, String sql) {
		app.context().getBean(DatabaseClient.class).sql(sql).fetch().all().blockLast();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConvention extends R2dbcApp {

		@Bean
		QueryObservationConvention convention() {
			return new QueryObservationConvention() {

				@Override
				public String getName() {
					return "her.query";
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Counting extends R2dbcApp {

		/**
		 * Named as if it were one of Sightline's, which need no observation.
		 */
		@Bean
		CountingHandler sightlineCountingHandler() {
			return new CountingHandler();
		}

	}

	static class CountingHandler implements ObservationHandler<Observation.Context> {

		private final AtomicInteger statements = new AtomicInteger();

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof R2dbcContext;
		}

		@Override
		public void onStart(Observation.Context context) {
			this.statements.incrementAndGet();
		}

	}

}
