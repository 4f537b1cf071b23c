package dev.sightline.autoconfigure.llm.budget;

import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.sample.stub.StubModelServer;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.SentryReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Costs and budgets of tenants, with Spring AI, a stub of OpenAI's API and Spring Boot's
 * chain. The amounts are worked out by hand.
 */
class TenantTests {

	private static final OtlpReceiver receiver = new OtlpReceiver();

	private static final SentryReceiver events = new SentryReceiver();

	private static final StubModelServer stub = StubModelServer.start(0);

	private static TestApp app;

	@BeforeAll
	static void start() {
		app = TestApp.servlet(TenantApp.class,
				receiver.settings("spring.ai.model.chat=openai", "spring.ai.model.embedding=openai",
						"spring.ai.openai.base-url=" + stub.url() + "/v1", "spring.ai.openai.api-key=not-a-key",
						"sentry.dsn=" + events.dsn(), "management.tracing.baggage.remote-fields=tenant",
						"sightline.llm.cost.attributes=tenant", "sightline.llm.budgets.tenants.amount=0.01",
						"sightline.llm.budgets.tenants.attribute=tenant", "sightline.llm.budgets.tenants.model=gpt-4o*",
						"sightline.llm.budgets.tenants.refuse=true"));
	}

	@AfterAll
	static void stop() {
		app.close();
		stub.close();
		receiver.close();
		events.close();
	}

	@Test
	void shouldTellOfTheCostByTenantAndOnTheSpan() {
		chat("/chat", "gpt-4.1+usage-1000-500-400", "X-Tenant", "acme");
		chat("/chat", "gpt-4.1+usage-1000-500-400", "X-Tenant", "acme");
		chat("/chat", "gpt-4.1+usage-1000-500-400");
		chat("/stream", "gpt-4.1+usage-1000-500", "X-Tenant", "acme");
		// (1,000 - 400) x 2 + 400 x 0.5 + 500 x 8 = 1,200 + 200 + 4,000 millionths
		// 1,000 x 2 + 500 x 8 = 6,000 millionths
		assertThat(costs("gpt-4.1")).containsExactly(cost("gpt-4.1+usage-1000-500", "acme", "0.006"),
				cost("gpt-4.1+usage-1000-500-400", "acme", "0.0108"),
				cost("gpt-4.1+usage-1000-500-400", "none", "0.0054"));
		Awaitility.await()
			.untilAsserted(() -> assertThat(receiver.spans())
				.filteredOn(
						(span) -> "gpt-4.1+usage-1000-500-400".equals(span.attributes().get("gen_ai.request.model")))
				.hasSize(3)
				.allSatisfy((span) -> assertThat(span.attributes())
					.containsEntry("gen_ai.usage.cost.amount", "double_value: 0.0054")
					.containsEntry("gen_ai.usage.cost.currency", "USD")
					.containsEntry("gen_ai.usage.cost.source", "local")));
	}

	@Test
	void shouldKnowTheTenantFromTheBaggage() {
		chat("/chat", "gpt-5+usage-100-100", "baggage", "tenant=hooli");
		chat("/stream", "gpt-5+usage-100-100", "baggage", "tenant=hooli");
		// 2 x (100 x 1.25 + 100 x 10) = 2,250 millionths
		assertThat(costs("gpt-5")).containsExactly(cost("gpt-5+usage-100-100", "hooli", "0.00225"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chat", "/stream" })
	void shouldRefuseBeforeAnythingIsSent(String path) {
		String tenant = "tenant of " + path;
		// 1,000 x 2.50 + 500 x 10 = 7,500 millionths each
		String model = "gpt-4o+usage-1000-500";
		assertThat(chat(path, model, "X-Tenant", tenant)).isEqualTo("answered");
		assertThat(chat(path, model, "X-Tenant", tenant)).isEqualTo("answered");
		Awaitility.await()
			.untilAsserted(() -> assertThat(app.scrape("gen_ai_client_budget_spent"))
				.contains("gen_ai_client_budget_spent{budget=\"tenants\",budget_value=\"" + tenant
						+ "\",currency=\"USD\"} 0.015"));
		long requests = stub.requests();
		List<String> durations = durations();
		assertThat(chat(path, model, "X-Tenant", tenant)).isEqualTo("refused");
		assertThat(chat(path, model, "X-Tenant", tenant)).isEqualTo("refused");
		assertThat(stub.requests()).isEqualTo(requests);
		assertThat(durations()).isEqualTo(durations);
		// Others are served.
		assertThat(chat(path, model, "X-Tenant", "another of " + path)).isEqualTo("answered");
		assertThat(chat(path, "gpt-4.1+usage-1-1", "X-Tenant", "still " + tenant)).isEqualTo("answered");
	}

	@Test
	void shouldReportARefusalThatNobodyHandles() {
		// 100,000 x 0.15 + 1,000 x 0.60 = 15,600 millionths
		assertThat(chat("/unaware", "gpt-4o-mini+usage-100000-1000", "X-Tenant", "unaware")).isEqualTo("answered");
		Awaitility.await()
			.until(() -> app.scrape("gen_ai_client_budget_spent")
				.stream()
				.anyMatch((line) -> line.contains("\"unaware\"") && line.endsWith("} 0.0156")));
		assertThat(chat("/unaware", "gpt-4o-mini+usage-100000-1000", "X-Tenant", "unaware")).contains("500");
		Awaitility.await().until(() -> !events.events().isEmpty());
		assertThat(events.events()).singleElement().satisfies((event) -> {
			assertThat(event.at("/exception/values/0/type").asString()).isEqualTo("BudgetSpentException");
			assertThat(event.path("transaction").asString()).isEqualTo("GET /unaware");
			assertThat(event.at("/contexts/gen_ai/gen_ai.provider.name").asString()).isEqualTo("openai");
			assertThat(event.at("/contexts/gen_ai/gen_ai.request.model").asString()).startsWith("gpt-4o-mini");
			assertThat(event.at("/contexts/trace/trace_id").asString()).hasSize(32);
			assertThat(event.toString()).doesNotContain("Hello you");
		});
	}

	@Test
	void shouldPriceARawObservation() {
		ObservationRegistry observations = app.context().getBean(ObservationRegistry.class);
		Observation.createNotStarted("gen_ai.client.operation", observations)
			.lowCardinalityKeyValue("gen_ai.operation.name", "chat")
			.lowCardinalityKeyValue("gen_ai.provider.name", "anthropic")
			.lowCardinalityKeyValue("gen_ai.request.model", "claude-haiku-4-5")
			.start()
			.highCardinalityKeyValue("gen_ai.usage.input_tokens", "1000")
			.highCardinalityKeyValue("gen_ai.usage.output_tokens", "100")
			.highCardinalityKeyValue("tenant", "raw")
			.stop();
		// 1,000 x 1 + 100 x 5 = 1,500 millionths
		assertThat(app.scrape("gen_ai_client_cost_total"))
			.anySatisfy((line) -> assertThat(line).contains("claude-haiku-4-5", "tenant=\"raw\"").endsWith("} 0.0015"));
	}

	@Test
	void shouldNotPriceWhatHasNoUsage() {
		chat("/stream", "gpt-4.1-mini+no-usage");
		chat("/chat", "gpt-4.1-mini+fault-bad-json");
		assertThat(costs("gpt-4.1-mini")).isEmpty();
		assertThat(app.scrape("gen_ai_client_cost_unknown_total")).anySatisfy(
				(line) -> assertThat(line).contains("gpt-4.1-mini+no-usage", "reason=\"usage\"").endsWith("} 1.0"));
	}

	private static String chat(String path, String model, String... headers) {
		return Http.get(app.url(path + "?model=" + model.replace("+", "%2B")), headers).body();
	}

	private static List<String> costs(String model) {
		return app.scrape("gen_ai_client_cost_total")
			.stream()
			.filter((line) -> line.contains("gen_ai_request_model=\"" + model + "+"))
			.toList();
	}

	private static List<String> durations() {
		return app.scrape("gen_ai_client_operation_duration_seconds_count");
	}

	private static String cost(String model, String tenant, String amount) {
		return "gen_ai_client_cost_total{currency=\"USD\",gen_ai_operation_name=\"chat\","
				+ "gen_ai_provider_name=\"openai\",gen_ai_request_model=\"" + model + "\",tenant=\"" + tenant + "\"} "
				+ amount;
	}

}
