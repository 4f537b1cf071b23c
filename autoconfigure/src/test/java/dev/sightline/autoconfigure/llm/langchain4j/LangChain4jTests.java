package dev.sightline.autoconfigure.llm.langchain4j;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.llm.ModelCallRefusedException;
import dev.sightline.autoconfigure.llm.langchain4j.LangChain4jApp.Assistant;
import dev.sightline.sample.stub.StubModelServer;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What the real models of LangChain4j tell when they speak to the stub of a provider.
 */
@Timeout(60)
class LangChain4jTests {

	private static StubModelServer stub;

	private static OtlpReceiver receiver;

	private static TestApp app;

	private static ChatModel chat;

	private static StreamingChatModel streaming;

	private static ObservationRegistry observations;

	@BeforeAll
	static void start() {
		stub = StubModelServer.start(0);
		receiver = new OtlpReceiver();
		app = TestApp.servlet(LangChain4jApp.class,
				receiver.settings("models=" + stub.url() + "/v1", "sightline.llm.enabled=true"));
		chat = app.context().getBean("chatModel", ChatModel.class);
		streaming = app.context().getBean(StreamingChatModel.class);
		observations = app.context().getBean(ObservationRegistry.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		receiver.close();
		stub.close();
	}

	@Test
	void shouldMeasureAChat() {
		String model = "gpt-4o+usage-100-50-60-20";
		assertThat(chat.chat(request(model)).aiMessage().text()).contains("simulated");
		assertThat(value("gen_ai_client_operation_duration_seconds_count", model, "error_type=\"none\"",
				"gen_ai_operation_name=\"chat\"", "gen_ai_provider_name=\"openai\"",
				"gen_ai_response_model=\"gpt-4o-2024-08-06\""))
			.isEqualTo(1);
		assertThat(value("gen_ai_client_token_usage_sum", model, "gen_ai_token_type=\"input\"")).isEqualTo(100);
		assertThat(value("gen_ai_client_token_usage_sum", model, "gen_ai_token_type=\"output\"")).isEqualTo(50);
		assertThat(value("gen_ai_client_token_details_total", model, "\"cache_read\"")).isEqualTo(60);
		assertThat(value("gen_ai_client_token_details_total", model, "\"reasoning\"")).isEqualTo(20);
		assertThat(value("gen_ai_client_finish_reasons_total", model, "\"stop\"")).isEqualTo(1);
		ReceivedSpan span = span("chat " + model);
		assertThat(span.kind()).isEqualTo("SPAN_KIND_CLIENT");
		assertThat(span.attributes()).containsEntry("gen_ai.response.id", "chatcmpl-stub")
			.containsEntry("gen_ai.request.temperature", "double_value: 0.5")
			.containsEntry("gen_ai.usage.input_tokens", "int_value: 100");
	}

	@Test
	void shouldMeasureEveryWayToAskAModel() {
		double before = value("gen_ai_client_operation_duration_seconds_count", "gpt-4o");
		assertThat(chat.chat("Hello")).contains("Hello");
		assertThat(chat.chat(UserMessage.from("Hello")).aiMessage().text()).contains("Hello");
		assertThat(chat.chat(List.of(UserMessage.from("Hello"))).aiMessage().text()).contains("Hello");
		assertThat(value("gen_ai_client_operation_duration_seconds_count", "gpt-4o")).isEqualTo(before + 3);
	}

	@Test
	void shouldMeasureAStream() {
		String model = "gpt-4o+usage-30-7+chunks-7";
		Recorder recorder = new Recorder();
		streaming.chat(request(model), recorder);
		assertThat(recorder.response()).isNotNull();
		assertThat(recorder.parts).isEqualTo(7);
		assertThat(value("gen_ai_client_operation_time_to_first_chunk_seconds_count", model)).isEqualTo(1);
		assertThat(value("gen_ai_client_operation_time_per_output_chunk_seconds_count", model)).isEqualTo(6);
		assertThat(value("gen_ai_client_token_usage_sum", model, "gen_ai_token_type=\"input\"")).isEqualTo(30);
		assertThat(value("gen_ai_client_token_usage_sum", model, "gen_ai_token_type=\"output\"")).isEqualTo(7);
		assertThat(value("gen_ai_client_operations_active", "gen_ai_operation_name=\"chat\"")).isZero();
		assertThat(span("chat " + model).attributes()).containsEntry("sightline.llm.chunks", "int_value: 7");
	}

	@Test
	void shouldEndAStreamThatIsCancelledAfterItsFirstChunk() {
		String model = "gpt-4o+chunks-50+slow";
		CountDownLatch first = new CountDownLatch(1);
		streaming.chat(request(model), new Recorder() {

			@Override
			public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
				context.streamingHandle().cancel();
				first.countDown();
			}

		});
		awaitQuietly(first);
		await().untilAsserted(() -> {
			assertThat(value("gen_ai_client_finish_reasons_total", model, "\"cancelled\"")).isEqualTo(1);
			assertThat(value("gen_ai_client_operation_duration_seconds_count", model, "error_type=\"none\""))
				.isEqualTo(1);
			assertThat(value("gen_ai_client_usage_missing_total", model)).isEqualTo(1);
			assertThat(value("gen_ai_client_operations_active", "gen_ai_operation_name=\"chat\"")).isZero();
		});
		assertThat(span("chat " + model).attributes()).containsKey("sightline.llm.completion.characters");
	}

	@Test
	void shouldEndAStreamThatIsCancelledFromElsewhere() {
		String model = "gpt-4o+chunks-500+slow";
		AtomicReference<StreamingHandle> handle = new AtomicReference<>();
		// The library may read the whole stream on the thread that asks for it.
		Thread thread = new Thread(() -> streaming.chat(request(model), new Recorder() {

			@Override
			public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
				handle.set(context.streamingHandle());
			}

		}));
		thread.start();
		await().untilAsserted(() -> assertThat(handle.get()).isNotNull());
		handle.get().cancel();
		assertThat(handle.get().isCancelled()).isTrue();
		assertThat(value("gen_ai_client_finish_reasons_total", model, "\"cancelled\"")).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "fault-429,429", "fault-500,500", "fault-hang,timeout", "fault-cut,", "fault-bad-json," })
	void shouldMeasureFailures(String model, String type) {
		double before = value("gen_ai_client_operation_duration_seconds_count", "\"" + model + "\"", error(type));
		assertThatThrownBy(() -> chat.chat(request(model))).isInstanceOf(RuntimeException.class);
		assertThat(value("gen_ai_client_operation_duration_seconds_count", "\"" + model + "\"", "error_type=\"none\""))
			.isZero();
		assertThat(value("gen_ai_client_operation_duration_seconds_count", "\"" + model + "\"", error(type)))
			.isEqualTo(before + 1);
		assertThat(span("chat " + model).status()).isEqualTo("STATUS_CODE_ERROR");
	}

	@ParameterizedTest
	@CsvSource({ "fault-429,429", "fault-500,500", "fault-hang,timeout", "chunks+chunks-6+fault-cut,",
			"chunks+chunks-6+fault-bad-json," })
	void shouldMeasureStreamsThatFail(String name, String type) {
		String model = name + "+streamed";
		Recorder recorder = new Recorder();
		streaming.chat(request(model), recorder);
		assertThat(recorder.error()).isNotNull();
		assertThat(value("gen_ai_client_operation_duration_seconds_count", model, error(type))).isEqualTo(1);
		assertThat(value("gen_ai_client_operations_active", "gen_ai_operation_name=\"chat\"")).isZero();
	}

	@Test
	void shouldNotTakeUnknownUsageForZero() {
		chat.chat(request("gpt-4o+no-usage"));
		assertThat(value("gen_ai_client_usage_missing_total", "gpt-4o+no-usage")).isEqualTo(1);
		assertThat(value("gen_ai_client_token_usage_count", "gpt-4o+no-usage")).isZero();
	}

	@Test
	void shouldNestAStreamInItsCallerAndLeakNoScope() {
		Recorder first = new Recorder();
		Recorder second = new Recorder();
		Observation caller = Observation.start("caller", observations);
		try (Observation.Scope scope = caller.openScope()) {
			streaming.chat(request("gpt-4o+chunks-3+slow+first"), first);
			assertThat(observations.getCurrentObservation()).isSameAs(caller);
			streaming.chat(request("gpt-4o+chunks-3+slow+second"), second);
			assertThat(observations.getCurrentObservation()).isSameAs(caller);
			first.response();
			second.response();
		}
		caller.stop();
		assertThat(observations.getCurrentObservation()).isNull();
		assertThat(first.current).isSameAs(caller);
		assertThat(second.current).isSameAs(caller);
		ReceivedSpan parent = span("caller");
		assertThat(span("chat gpt-4o+chunks-3+slow+first").parentSpanId()).isEqualTo(parent.spanId());
		assertThat(span("chat gpt-4o+chunks-3+slow+second").parentSpanId()).isEqualTo(parent.spanId());
	}

	@Test
	void shouldLetARefusalReachWhoeverCalls() {
		long requests = stub.requests();
		Assistant assistant = app.context().getBean("refusedAssistant", Assistant.class);
		assertThatThrownBy(() -> chat.chat(request("refused"))).isInstanceOf(ModelCallRefusedException.class)
			.hasMessage("This model is refused");
		assertThatThrownBy(() -> streaming.chat(request("refused"), new Recorder()))
			.isInstanceOf(ModelCallRefusedException.class);
		assertThatThrownBy(() -> assistant.answer("Hello")).isInstanceOf(ModelCallRefusedException.class);
		assertThatThrownBy(() -> assistant.stream("Hello").onPartialResponse((part) -> {
		}).onError((error) -> {
		}).start()).isInstanceOf(ModelCallRefusedException.class);
		assertThat(stub.requests()).isEqualTo(requests);
	}

	@Test
	void shouldMeasureEmbeddingsModerationsAndImages() {
		EmbeddingModel embeddings = app.context().getBean(EmbeddingModel.class);
		double before = value("gen_ai_client_token_usage_sum", "text-embedding-3-small", "gen_ai_token_type=\"input\"");
		embeddings.embed("Three words here");
		assertThat(value("gen_ai_client_token_usage_sum", "text-embedding-3-small", "gen_ai_token_type=\"input\"",
				"gen_ai_operation_name=\"embeddings\"", "gen_ai_response_model=\"text-embedding-3-small\""))
			.isEqualTo(before + 3);
		assertThat(app.context().getBean(ModerationModel.class).moderate("violence").content().flagged()).isTrue();
		assertThat(value("gen_ai_client_operation_duration_seconds_count", "omni-moderation-latest",
				"gen_ai_operation_name=\"moderation\""))
			.isEqualTo(1);
		assertThat(app.context().getBean(ImageModel.class).generate("A dot", 2).content()).hasSize(2);
		assertThat(value("gen_ai_client_operation_duration_seconds_count", "gpt-image-1",
				"gen_ai_operation_name=\"image_generation\"", "gen_ai_provider_name=\"openai\""))
			.isEqualTo(1);
	}

	@Test
	void shouldKeepWhatIsSaidToItself() {
		String canary = "canary-7f3d";
		chat.chat(request("gpt-4o+canary", canary));
		Recorder recorder = new Recorder();
		streaming.chat(request("gpt-4o+canary+stream", canary), recorder);
		recorder.response();
		span("chat gpt-4o+canary");
		span("chat gpt-4o+canary+stream");
		assertThat(app.scrape()).doesNotContain(canary).doesNotContain("key-of-the-stub");
		assertThat(receiver.text()).doesNotContain(canary).doesNotContain("key-of-the-stub");
	}

	@Test
	void shouldNotCountACallThatIsPassedOnTwice() {
		ChatModel fallback = app.context().getBean("fallback", ChatModel.class);
		double before = value("gen_ai_client_operation_duration_seconds_count", "error_type=\"500\"", "fault-500\"");
		Observation caller = Observation.start("falling", observations);
		try (Observation.Scope scope = caller.openScope()) {
			fallback.chat(request("gpt-4o"));
		}
		caller.stop();
		assertThat(value("gen_ai_client_operation_duration_seconds_count", "error_type=\"500\"", "fault-500\""))
			.isEqualTo(before + 1);
		assertThat(value("gen_ai_client_operation_duration_seconds_count", "fallback+usage-3-4")).isEqualTo(1);
		assertThat(value("gen_ai_client_fallbacks_total", "fallback+usage-3-4")).isEqualTo(1);
	}

	@Test
	void shouldLeaveListenersOfTheUserAlone() {
		LangChain4jApp.Heard heard = app.context().getBean(LangChain4jApp.Heard.class);
		chat.chat(request("heard"));
		assertThat(heard.events()).contains("request heard", "response heard");
		chat.chat(request("deaf"));
		assertThat(value("gen_ai_client_operation_duration_seconds_count", "\"deaf\"", "error_type=\"none\""))
			.isEqualTo(1);
	}

	@Test
	void shouldStayTheModelOfTheUser() {
		OpenAiChatModel model = app.context().getBean(OpenAiChatModel.class);
		assertThat(model).isSameAs(chat);
		assertThat(model.provider().name()).isEqualTo("OPEN_AI");
		assertThat(model.defaultRequestParameters().modelName()).isEqualTo("gpt-4o");
		assertThat(model.listeners()).hasSize(1);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void shouldMeasureCallsOfVirtualThreads() throws Exception {
		String model = "gpt-4o+usage-2-3+virtual";
		Method starter = Thread.class.getMethod("startVirtualThread", Runnable.class);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			threads.add((Thread) starter.invoke(null, (Runnable) () -> chat.chat(request(model))));
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(value("gen_ai_client_operation_duration_seconds_count", model)).isEqualTo(20);
		assertThat(value("gen_ai_client_token_usage_sum", model, "\"output\"")).isEqualTo(60);
		assertThat(value("gen_ai_client_operations_active", "gen_ai_operation_name=\"chat\"")).isZero();
	}

	private static ChatRequest request(String model) {
		return request(model, "Hello");
	}

	private static ChatRequest request(String model, String text) {
		return ChatRequest.builder().messages(UserMessage.from(text)).modelName(model).build();
	}

	private static String error(String type) {
		return (type != null) ? "error_type=\"" + type + "\"" : "";
	}

	private static ReceivedSpan span(String name) {
		return await()
			.until(() -> receiver.spans().stream().filter((span) -> span.name().equals(name)).findFirst(),
					(found) -> found.isPresent())
			.orElseThrow();
	}

	private static double value(String name, String... texts) {
		return LangChain4jApp.value(app.scrape(), name, texts);
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Keeps what a stream tells.
	 */
	private static class Recorder implements StreamingChatResponseHandler {

		private final CompletableFuture<ChatResponse> done = new CompletableFuture<>();

		private volatile int parts;

		private volatile Observation current;

		@Override
		public void onPartialResponse(String part) {
			this.parts = this.parts + 1;
		}

		@Override
		public void onCompleteResponse(ChatResponse response) {
			this.current = observations.getCurrentObservation();
			this.done.complete(response);
		}

		@Override
		public void onError(Throwable error) {
			this.done.completeExceptionally(error);
		}

		ChatResponse response() {
			return this.done.orTimeout(20, TimeUnit.SECONDS).join();
		}

		Throwable error() {
			return this.done.orTimeout(20, TimeUnit.SECONDS).handle((response, error) -> error).join();
		}

	}

}
