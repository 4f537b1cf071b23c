package dev.sightline.autoconfigure.llm;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.audio.tts.TextToSpeechPrompt;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.document.Document;
import org.springframework.ai.openai.OpenAiAudioSpeechModel;
import org.springframework.ai.openai.OpenAiAudioSpeechOptions;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.vectorstore.SimpleVectorStore;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.sample.stub.StubModelServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.within;

/**
 * Forty calls of both libraries, 24 of Spring AI and 16 of LangChain4j, each counted
 * exactly. All figures are worked out by hand, in the comments.
 */
class FortyCallsTests {

	static final String CHAT = "chat+usage-1000-200-400-50";

	private static final String STREAM = "stream+usage-500-100+chunks-10";

	private static final String TOOLS = "tools+usage-100-10";

	private static final String EMBED = "embed+usage-40-0";

	private static final String CANCEL = "cancel+slow+chunks-50";

	private static final String CUT = "cut+chunks-6+fault-cut";

	private static StubModelServer stub;

	private static TestApp app;

	private static Series series;

	@BeforeAll
	static void call() throws Exception {
		stub = StubModelServer.start(0);
		app = TestApp.servlet(FortyCallsApp.class, "spring.ai.model.chat=openai", "spring.ai.model.embedding=openai",
				"spring.ai.model.audio.speech=openai", "spring.ai.openai.base-url=" + stub.url() + "/v1",
				"spring.ai.openai.api-key=not-a-key", "spring.ai.openai.max-retries=0",
				"spring.ai.openai.embedding.model=" + EMBED,
				// Dollars for a million tokens, or characters.
				"sightline.llm.prices.chat.model=chat*", "sightline.llm.prices.chat.input=2.50",
				"sightline.llm.prices.chat.cache-read=1.25", "sightline.llm.prices.chat.output=10",
				"sightline.llm.prices.stream.model=stream*", "sightline.llm.prices.stream.input=2.50",
				"sightline.llm.prices.stream.output=10", "sightline.llm.prices.tools.model=tools*",
				"sightline.llm.prices.tools.input=2.50", "sightline.llm.prices.tools.output=10",
				"sightline.llm.prices.embed.model=embed*", "sightline.llm.prices.embed.input=0.02",
				"sightline.llm.prices.voice.model=voice*", "sightline.llm.prices.voice.characters=15");
		springAi();
		langChain4j();
		Awaitility.await()
			.until(() -> new Series(app.scrape()).sum("gen_ai_client_operation_duration_seconds_count") == 40);
		series = new Series(app.scrape());
	}

	@AfterAll
	static void stop() {
		app.close();
		stub.close();
	}

	/**
	 * 24 calls.
	 */
	private static void springAi() {
		OpenAiChatModel model = app.context().getBean(OpenAiChatModel.class);
		ChatClient client = app.context().getBean(ChatClient.Builder.class).build();
		// 7 at once, by the model and by the client.
		for (int i = 0; i < 5; i++) {
			model.call(prompt(CHAT));
		}
		for (int i = 0; i < 2; i++) {
			client.prompt(prompt(CHAT)).call().content();
		}
		// 2 for a tool.
		assertThat(client.prompt(prompt(TOOLS)).tools(new FortyCallsApp.OurTools()).call().content()).contains("sunny");
		// 5 streams, by the model and by the client.
		for (int i = 0; i < 3; i++) {
			model.stream(prompt(STREAM)).blockLast();
		}
		for (int i = 0; i < 2; i++) {
			client.prompt(prompt(STREAM)).stream().chatResponse().blockLast();
		}
		// 1 that is cancelled and 3 that fail.
		model.stream(prompt(CANCEL)).blockFirst();
		assertThatException().isThrownBy(() -> model.stream(prompt(CUT)).blockLast());
		assertThatException().isThrownBy(() -> model.call(prompt("limited+fault-429")));
		assertThatException().isThrownBy(() -> model.call(prompt("broken+fault-500")));
		// 4 to store a document, and to find and use it: the store asks for the
		// number of dimensions once.
		SimpleVectorStore store = app.context().getBean(SimpleVectorStore.class);
		store.add(List.of(new Document("Printers need paper")));
		observation("rag.pipeline").lowCardinalityKeyValue("rag.pipeline.name", "articles")
			.observe(() -> model.call(new Prompt(store.similaritySearch("Printers need paper").get(0).getText(),
					OpenAiChatOptions.builder().model(CHAT).build())));
		// 2 to speak.
		OpenAiAudioSpeechModel voice = app.context().getBean(OpenAiAudioSpeechModel.class);
		observation("speak").observe(() -> {
			assertThatException().isThrownBy(() -> voice.call(speech("voice-a+fault-500")));
			voice.call(speech("voice-b"));
		});
	}

	/**
	 * 16 calls.
	 */
	private static void langChain4j() throws Exception {
		var model = app.context().getBean(dev.langchain4j.model.openai.OpenAiChatModel.class);
		// 5 at once.
		for (int i = 0; i < 5; i++) {
			model.chat(request(CHAT));
		}
		// 3 streams, 1 that is cancelled and 2 calls that fail.
		for (int i = 0; i < 3; i++) {
			stream(STREAM, false).get(30, TimeUnit.SECONDS);
		}
		stream(CANCEL, true).get(30, TimeUnit.SECONDS);
		CompletableFuture<Void> cut = stream(CUT, false);
		assertThatException().isThrownBy(() -> cut.get(30, TimeUnit.SECONDS));
		assertThatException().isThrownBy(() -> model.chat(request("limited+fault-429")));
		// 2 for a tool.
		assertThat(app.context().getBean(FortyCallsApp.Assistant.class).answer("Weather?")).contains("sunny");
		// 1 embedding.
		TextSegment article = TextSegment.from("Printers need paper");
		@SuppressWarnings("unchecked")
		EmbeddingStore<TextSegment> store = app.context().getBean(EmbeddingStore.class);
		store.add(app.context().getBean(OpenAiEmbeddingModel.class).embed(article).content(), article);
		// 2 to find and use it.
		app.context().getBean(FortyCallsApp.Librarian.class).lookUp("Printers need paper");
	}

	@Test
	void shouldCountTheCalls() {
		// 7 and 1 of Spring AI, 5 and 1 of LangChain4j
		assertThat(calls(CHAT, "none")).isEqualTo(14);
		assertThat(calls(TOOLS, "none")).isEqualTo(4);
		assertThat(calls(STREAM, "none")).isEqualTo(8);
		assertThat(calls(CANCEL, "none")).isEqualTo(2);
		assertThat(calls(CUT, "none")).isNaN();
		assertThat(series.sum("gen_ai_client_operation_duration_seconds_count", "gen_ai_request_model", CUT))
			.isEqualTo(2);
		assertThat(calls("limited+fault-429", "429")).isEqualTo(2);
		assertThat(calls("broken+fault-500", "500")).isOne();
		// 3 of Spring AI, 2 of LangChain4j
		assertThat(series.sum("gen_ai_client_operation_duration_seconds_count", "gen_ai_operation_name", "embeddings",
				"gen_ai_request_model", EMBED, "error_type", "none"))
			.isEqualTo(5);
		assertThat(series.sum("gen_ai_client_operation_duration_seconds_count", "gen_ai_operation_name", "speech",
				"gen_ai_request_model", "voice-a+fault-500", "error_type", "500"))
			.isOne();
		assertThat(series.sum("gen_ai_client_operation_duration_seconds_count", "gen_ai_operation_name", "speech",
				"gen_ai_request_model", "voice-b", "error_type", "none"))
			.isOne();
		// 14 + 4 + 8 + 2 + 2 + 2 + 1 + 5 + 1 + 1
		assertThat(series.sum("gen_ai_client_operation_duration_seconds_count")).isEqualTo(40);
		assertThat(series.lines("gen_ai_client_operations_active")).allMatch((line) -> line.endsWith(" 0.0"));
	}

	@Test
	void shouldCountTheTokens() {
		// 14 of 1000 and 200, 400 of them from the cache and 50 for reasoning
		assertThat(tokens(CHAT, "input")).isEqualTo(14_000);
		assertThat(tokens(CHAT, "output")).isEqualTo(2_800);
		assertThat(details("cache_read")).isEqualTo(5_600);
		assertThat(details("reasoning")).isEqualTo(700);
		// 4 of 100 and 10
		assertThat(tokens(TOOLS, "input")).isEqualTo(400);
		assertThat(tokens(TOOLS, "output")).isEqualTo(40);
		// 8 of 500 and 100
		assertThat(tokens(STREAM, "input")).isEqualTo(4_000);
		assertThat(tokens(STREAM, "output")).isEqualTo(800);
		// 5 of 40
		assertThat(tokens(EMBED, "input")).isEqualTo(200);
		assertThat(tokens(EMBED, "output")).isNaN();
		// 14,000 + 2,800 + 400 + 40 + 4,000 + 800 + 200
		assertThat(series.sum("gen_ai_client_token_usage_sum")).isEqualTo(22_240);
		// Those that were cancelled or cut
		assertThat(series.sum("gen_ai_client_usage_missing_total", "gen_ai_request_model", CANCEL)).isEqualTo(2);
		assertThat(series.sum("gen_ai_client_usage_missing_total", "gen_ai_request_model", CUT)).isEqualTo(2);
		assertThat(series.sum("gen_ai_client_usage_missing_total")).isEqualTo(4);
	}

	@Test
	void shouldCountChunksAndReasons() {
		for (String name : List.of(STREAM, CANCEL, CUT)) {
			double streams = name.equals(STREAM) ? 8 : 2;
			assertThat(series.sum("gen_ai_client_operation_time_to_first_chunk_seconds_count", "gen_ai_request_model",
					name))
				.as(name)
				.isEqualTo(streams);
		}
		// 5 of 10 words, the end and the usage; 3 of 10 words: each but the first
		assertThat(series.sum("gen_ai_client_operation_time_per_output_chunk_seconds_count", "gen_ai_request_model",
				STREAM))
			.isEqualTo(5 * 11 + 3 * 9);
		// Of two calls for a tool one ends
		assertThat(reasons("stop")).isEqualTo(14 + 2 + 8);
		assertThat(reasons("tool_calls")).isEqualTo(2);
		assertThat(series.sum("gen_ai_client_finish_reasons_total", "gen_ai_request_model", TOOLS)).isEqualTo(4);
		assertThat(reasons("cancelled")).isEqualTo(2);
		assertThat(series.lines("gen_ai_client_retries_total")).isEmpty();
	}

	@Test
	void shouldCountToolsRagAndFallbacks() {
		assertThat(series.sum("gen_ai_execute_tool_duration_seconds_count", "gen_ai_tool_name", "weather", "error_type",
				"none"))
			.isEqualTo(2);
		for (String pipeline : List.of("articles", "Librarian")) {
			assertThat(series.sum("rag_pipeline_duration_seconds_count", "rag_pipeline_name", pipeline)).isOne();
			for (String stage : List.of("embed", "search", "generate")) {
				assertThat(series.sum("rag_stage_duration_seconds_count", "rag_pipeline_name", pipeline, "rag_stage",
						stage))
					.as(pipeline + " " + stage)
					.isOne();
			}
		}
		assertThat(series.sum("db_vector_client_operation_duration_seconds_count", "db_operation_name", "add"))
			.isEqualTo(2);
		assertThat(series.sum("db_vector_client_operation_duration_seconds_count", "db_operation_name", "query"))
			.isEqualTo(2);
		assertThat(series.lines("gen_ai_client_fallbacks_total")).singleElement()
			.asString()
			.contains("from=\"openai/voice-a+fault-500\"", "to=\"openai/voice-b\"", "reason=\"500\"")
			.endsWith(" 1.0");
		assertThat(series.sum("gen_ai_client_speech_characters_total", "gen_ai_request_model", "voice-b"))
			.isEqualTo(11);
	}

	@Test
	void shouldCountTheCostToTheCent() {
		// 600 at 2.50, 400 at 1.25 and 200 at 10 a million are 0.0015 + 0.0005 + 0.002
		assertThat(cost(CHAT)).isCloseTo(14 * 0.004, within(1e-9));
		// 100 at 2.50 and 10 at 10 are 0.00025 + 0.0001
		assertThat(cost(TOOLS)).isCloseTo(4 * 0.00035, within(1e-9));
		// 500 at 2.50 and 100 at 10 are 0.00125 + 0.001
		assertThat(cost(STREAM)).isCloseTo(8 * 0.00225, within(1e-9));
		// 40 at 0.02 are 0.0000008
		assertThat(cost(EMBED)).isCloseTo(5 * 0.0000008, within(1e-12));
		// 11 characters at 15
		assertThat(cost("voice-b")).isCloseTo(0.000165, within(1e-12));
		// 0.056 + 0.0014 + 0.018 + 0.000004 + 0.000165
		assertThat(series.sum("gen_ai_client_cost_total", "currency", "USD")).isCloseTo(0.075569, within(1e-9));
		assertThat(series.sum("gen_ai_client_cost_total")).isCloseTo(0.075569, within(1e-9));
	}

	@Test
	void shouldHaveOneVocabulary() {
		for (String name : List.of("gen_ai_client_operation_duration_seconds_count", "gen_ai_client_token_usage_sum",
				"gen_ai_client_operation_time_to_first_chunk_seconds_count",
				"gen_ai_client_operation_time_per_output_chunk_seconds_count", "gen_ai_client_token_details_total",
				"gen_ai_client_finish_reasons_total", "gen_ai_client_usage_missing_total", "gen_ai_client_cost_total",
				"gen_ai_execute_tool_duration_seconds_count", "rag_pipeline_duration_seconds_count")) {
			assertThat(series.labels(name)).as(name).hasSize(1);
		}
		assertThat(app.scrape()).doesNotContain("gen_ai_client_token_usage_total");
	}

	private static Prompt prompt(String model) {
		return new Prompt("Hello", OpenAiChatOptions.builder().model(model).build());
	}

	private static TextToSpeechPrompt speech(String model) {
		return new TextToSpeechPrompt("Hello world", OpenAiAudioSpeechOptions.builder().model(model).build());
	}

	private static Observation observation(String name) {
		return Observation.createNotStarted(name, app.context().getBean(ObservationRegistry.class));
	}

	private static ChatRequest request(String model) {
		return ChatRequest.builder().messages(UserMessage.from("Hello")).modelName(model).build();
	}

	private static CompletableFuture<Void> stream(String model, boolean cancel) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		app.context().getBean(OpenAiStreamingChatModel.class).chat(request(model), new StreamingChatResponseHandler() {

			@Override
			public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
				if (cancel) {
					context.streamingHandle().cancel();
					done.complete(null);
				}
			}

			@Override
			public void onCompleteResponse(ChatResponse response) {
				done.complete(null);
			}

			@Override
			public void onError(Throwable error) {
				done.completeExceptionally(error);
			}

		});
		return done;
	}

	private static double calls(String model, String error) {
		return series.sum("gen_ai_client_operation_duration_seconds_count", "gen_ai_request_model", model, "error_type",
				error);
	}

	private static double tokens(String model, String type) {
		return series.sum("gen_ai_client_token_usage_sum", "gen_ai_request_model", model, "gen_ai_token_type", type);
	}

	private static double details(String detail) {
		return series.sum("gen_ai_client_token_details_total", "gen_ai_token_detail", detail);
	}

	private static double reasons(String reason) {
		return series.sum("gen_ai_client_finish_reasons_total", "gen_ai_response_finish_reason", reason);
	}

	private static double cost(String model) {
		return series.sum("gen_ai_client_cost_total", "gen_ai_request_model", model);
	}

}
