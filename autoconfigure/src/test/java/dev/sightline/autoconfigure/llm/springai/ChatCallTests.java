package dev.sightline.autoconfigure.llm.springai;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.http.okhttp.OpenAiHttpClientBuilderCustomizer;
import reactor.core.publisher.Flux;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.llm.Series;
import dev.sightline.sample.stub.StubModelServer;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Calls of OpenAI's chat model, asked directly by its final class and by a client.
 */
class ChatCallTests {

	private static final OtlpReceiver receiver = new OtlpReceiver();

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final StubModelServer stub = StubModelServer.start(0);

	private static TestApp app;

	private static OpenAiChatModel model;

	private static ChatClient client;

	@BeforeAll
	static void start() {
		app = AiApp.start(stub, receiver.settings("spring.ai.openai.max-retries=0"));
		model = app.context().getBean(OpenAiChatModel.class);
		client = app.context().getBean(ChatClient.Builder.class).build();
	}

	@AfterAll
	static void stop() {
		app.close();
		stub.close();
		receiver.close();
	}

	@Test
	void shouldMeasureACall() {
		model.call(prompt("one+usage-1000-500-100-50"));
		Series series = series();
		assertThat(series.sum("gen_ai_client_operation_duration_seconds_count", "gen_ai_operation_name", "chat",
				"gen_ai_provider_name", "openai", "gen_ai_request_model", "one+usage-1000-500-100-50",
				"gen_ai_response_model", "one", "error_type", "none"))
			.isOne();
		assertThat(tokens(series, "one+usage-1000-500-100-50")).isEqualTo(List.of(1000.0, 500.0));
		assertThat(series.sum("gen_ai_client_token_details_total", "gen_ai_request_model", "one+usage-1000-500-100-50",
				"gen_ai_token_detail", "cache_read"))
			.isEqualTo(100);
		assertThat(series.sum("gen_ai_client_token_details_total", "gen_ai_request_model", "one+usage-1000-500-100-50",
				"gen_ai_token_detail", "reasoning"))
			.isEqualTo(50);
		assertThat(series.sum("gen_ai_client_finish_reasons_total", "gen_ai_request_model", "one+usage-1000-500-100-50",
				"gen_ai_response_finish_reason", "stop"))
			.isOne();
		assertThat(series.sum("gen_ai_client_operations_active", "gen_ai_request_model", "one+usage-1000-500-100-50"))
			.isZero();
	}

	@Test
	void shouldMakeTheSpanOfTheConventions() {
		model.call(prompt("span+usage-10-5-4-3+finish-length"));
		ReceivedSpan span = span("chat span+usage-10-5-4-3+finish-length");
		assertThat(span.kind()).isEqualTo("SPAN_KIND_CLIENT");
		assertThat(span.attributes()).contains(Map.entry("gen_ai.operation.name", "chat"),
				Map.entry("gen_ai.provider.name", "openai"), Map.entry("gen_ai.response.model", "span"),
				Map.entry("gen_ai.usage.input_tokens", "int_value: 10"),
				Map.entry("gen_ai.usage.output_tokens", "int_value: 5"),
				Map.entry("gen_ai.usage.cache_read.input_tokens", "int_value: 4"),
				Map.entry("gen_ai.usage.reasoning.output_tokens", "int_value: 3"),
				Map.entry("sightline.llm.prompt.characters", "int_value: 9"));
		assertThat(span.attributes().get("gen_ai.response.finish_reasons")).contains("length");
		assertThat(span.attributes()).doesNotContainKeys("gen_ai.system", "gen_ai.usage.total_tokens",
				"gen_ai.input.messages", "gen_ai.output.messages");
	}

	@Test
	void shouldLeaveNoMeterOfSpringAi() {
		model.call(prompt("meters"));
		assertThat(app.scrape()).doesNotContain("gen_ai_client_token_usage_total", "gen_ai_client_operation_seconds",
				"gen_ai_client_operation_active", "gen_ai_token_type=\"total\"");
		assertThat(series().lines("gen_ai_client_token_usage_count")).isNotEmpty()
			.noneMatch((line) -> line.contains("gen_ai_system="));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void shouldMeasureAStream(boolean byClient) {
		String name = "stream-" + byClient + "+usage-30-20-7-6+chunks-5";
		assertThat(stream(byClient, name).collectList().block()).isNotEmpty();
		awaitCalls(name, 1);
		Series series = series();
		assertThat(tokens(series, name)).isEqualTo(List.of(30.0, 20.0));
		assertThat(series.sum("gen_ai_client_token_details_total", "gen_ai_request_model", name, "gen_ai_token_detail",
				"cache_read"))
			.isEqualTo(7);
		// Five words, the end and the usage.
		assertThat(
				series.sum("gen_ai_client_operation_time_to_first_chunk_seconds_count", "gen_ai_request_model", name))
			.isOne();
		assertThat(
				series.sum("gen_ai_client_operation_time_per_output_chunk_seconds_count", "gen_ai_request_model", name))
			.isEqualTo(6);
		assertThat(series.sum("gen_ai_client_usage_missing_total", "gen_ai_request_model", name)).isNaN();
		assertThat(span("chat " + name).attributes())
			.contains(Map.entry("sightline.llm.chunks", "int_value: 7"),
					Map.entry("gen_ai.request.stream", "bool_value: true"))
			.containsKey("gen_ai.response.time_to_first_chunk");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void shouldMeasureAStreamThatIsCancelled(boolean byClient) {
		String name = "cancel-" + byClient + "+running-usage+slow+chunks-50";
		stream(byClient, name).take(2).blockLast();
		awaitCalls(name, 1);
		Series series = series();
		// As much as was reported with the chunks that came.
		assertThat(tokens(series, name).get(0)).isEqualTo(2);
		assertThat(tokens(series, name).get(1)).isBetween(2.0, 49.0);
		assertThat(series.sum("gen_ai_client_finish_reasons_total", "gen_ai_request_model", name,
				"gen_ai_response_finish_reason", "cancelled"))
			.isOne();
		assertThat(series.sum("gen_ai_client_operation_duration_seconds_count", "gen_ai_request_model", name,
				"gen_ai_response_model", "cancel-" + byClient, "error_type", "none"))
			.isOne();
		assertThat(series.sum("gen_ai_client_operations_active", "gen_ai_request_model", name)).isZero();
	}

	@Test
	void shouldCountACancelledStreamWhoseTokensNobodyReported() {
		String name = "cancelled-early+slow+chunks-50";
		stream(false, name).blockFirst();
		awaitCalls(name, 1);
		assertThat(series().sum("gen_ai_client_usage_missing_total", "gen_ai_request_model", name)).isOne();
		assertThat(tokens(series(), name)).isEqualTo(List.of(Double.NaN, Double.NaN));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void shouldMeasureAStreamThatIsCut(boolean byClient) {
		String name = "cut-" + byClient + "+running-usage+chunks-6+fault-cut";
		assertThatException().isThrownBy(() -> stream(byClient, name).blockLast());
		awaitCalls(name, 1);
		Series series = series();
		assertThat(tokens(series, name).get(1)).isBetween(1.0, 6.0);
		assertThat(series.sum("gen_ai_client_operation_duration_seconds_count", "gen_ai_request_model", name,
				"error_type", "none"))
			.isNaN();
		assertThat(
				series.sum("gen_ai_client_operation_time_to_first_chunk_seconds_count", "gen_ai_request_model", name))
			.isOne();
	}

	@Test
	void shouldTellWhyACallFailed() {
		for (String fault : List.of("fault-429", "fault-500", "fault-hang", "fault-bad-json")) {
			assertThatException().isThrownBy(() -> model.call(prompt("fails+" + fault)));
		}
		Series series = series();
		assertThat(failures(series, "fails+fault-429", "429")).isOne();
		assertThat(failures(series, "fails+fault-500", "500")).isOne();
		assertThat(failures(series, "fails+fault-hang", "timeout")).isOne();
		assertThat(series.lines("gen_ai_client_operation_duration_seconds_count", "gen_ai_request_model",
				"fails+fault-bad-json"))
			.singleElement()
			.asString()
			.contains("error_type=\"com.openai.errors.");
		assertThat(series.lines("gen_ai_client_usage_missing_total", "gen_ai_request_model", "fails+fault-429"))
			.isEmpty();
		assertThat(span("chat fails+fault-429").attributes()).containsEntry("error.type", "429");
	}

	@Test
	void shouldCountRetries() {
		String name = "retried+fault-500";
		OpenAiChatModel retrying = OpenAiChatModel.builder()
			.options(OpenAiChatOptions.builder()
				.baseUrl(stub.url() + "/v1")
				.apiKey("not-a-key")
				.model(name)
				.maxRetries(1)
				.build())
			.observationRegistry(app.context().getBean(ObservationRegistry.class))
			.httpClientBuilderCustomizers(
					app.context().getBeanProvider(OpenAiHttpClientBuilderCustomizer.class).orderedStream().toList())
			.build();
		long before = stub.requests();
		assertThatException().isThrownBy(() -> retrying.call(new Prompt("Hello you")));
		assertThat(stub.requests() - before).isEqualTo(2);
		assertThat(series().sum("gen_ai_client_retries_total", "gen_ai_request_model", name)).isOne();
		assertThat(series().lines("gen_ai_client_retries_total")).hasSize(1);
		assertThat(failures(series(), name, "500")).isOne();
		assertThat(span("chat " + name).attributes()).containsEntry("sightline.llm.retries", "int_value: 1");
	}

	@Test
	void shouldNotTakeUnknownTokensForNone() {
		model.call(prompt("silent+no-usage"));
		stream(false, "silent-stream+no-usage").blockLast();
		awaitCalls("silent-stream+no-usage", 1);
		for (String name : List.of("silent+no-usage", "silent-stream+no-usage")) {
			assertThat(series().sum("gen_ai_client_usage_missing_total", "gen_ai_request_model", name)).isOne();
			assertThat(tokens(series(), name)).isEqualTo(List.of(Double.NaN, Double.NaN));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "odd+usage-n5-7", "odd+usage-2000000000-7" })
	void shouldNotBelieveAbsurdTokens(String name) {
		model.call(prompt(name));
		assertThat(tokens(series(), name)).isEqualTo(List.of(Double.NaN, 7.0));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void shouldMeasureAnEmptyStream(boolean byClient) {
		String name = "nothing-" + byClient + "+empty";
		stream(byClient, name).blockLast();
		awaitCalls(name, 1);
		assertThat(series().lines("gen_ai_client_operation_time_to_first_chunk_seconds_count", "gen_ai_request_model",
				name))
			.isEmpty();
	}

	@Test
	void shouldKeepStreamsApartThatShareAThread() {
		String first = "left+chunks-3+usage-1-2+slow";
		String second = "right+chunks-9+usage-3-4+slow";
		Flux.merge(stream(false, first), stream(false, second)).blockLast();
		awaitCalls(first, 1);
		awaitCalls(second, 1);
		assertThat(tokens(series(), first)).isEqualTo(List.of(1.0, 2.0));
		assertThat(tokens(series(), second)).isEqualTo(List.of(3.0, 4.0));
		assertThat(chunks(first)).isEqualTo(4);
		assertThat(chunks(second)).isEqualTo(10);
	}

	private static double chunks(String name) {
		return series().sum("gen_ai_client_operation_time_per_output_chunk_seconds_count", "gen_ai_request_model",
				name);
	}

	private static Flux<ChatResponse> stream(boolean byClient, String name) {
		return byClient ? client.prompt(prompt(name)).stream().chatResponse() : model.stream(prompt(name));
	}

	private static Prompt prompt(String name) {
		return new Prompt("Hello you", OpenAiChatOptions.builder().model(name).timeout(TIMEOUT).build());
	}

	private static Series series() {
		return new Series(app.scrape());
	}

	private static List<Double> tokens(Series series, String name) {
		return List.of(
				series.sum("gen_ai_client_token_usage_sum", "gen_ai_request_model", name, "gen_ai_token_type", "input"),
				series.sum("gen_ai_client_token_usage_sum", "gen_ai_request_model", name, "gen_ai_token_type",
						"output"));
	}

	private static double failures(Series series, String name, String type) {
		return series.sum("gen_ai_client_operation_duration_seconds_count", "gen_ai_request_model", name, "error_type",
				type);
	}

	private static void awaitCalls(String name, int count) {
		Awaitility.await()
			.until(() -> series().sum("gen_ai_client_operation_duration_seconds_count", "gen_ai_request_model",
					name) == count);
	}

	private static ReceivedSpan span(String name) {
		return Awaitility.await()
			.until(() -> receiver.spans().stream().filter((span) -> span.name().equals(name)).findFirst(),
					(span) -> span.isPresent())
			.orElseThrow();
	}

}
