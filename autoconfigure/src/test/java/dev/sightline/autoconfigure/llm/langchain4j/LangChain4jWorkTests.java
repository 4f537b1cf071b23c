package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.llm.langchain4j.LangChain4jApp.Assistant;
import dev.sightline.autoconfigure.llm.langchain4j.LangChain4jApp.Librarian;
import dev.sightline.autoconfigure.llm.langchain4j.LangChain4jApp.Tools;
import dev.sightline.sample.stub.StubModelServer;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What AI services, their tools, stores and retrievers tell.
 */
@Timeout(60)
class LangChain4jWorkTests {

	private static StubModelServer stub;

	private static OtlpReceiver receiver;

	private static TestApp app;

	@BeforeAll
	static void start() {
		stub = StubModelServer.start(0);
		receiver = new OtlpReceiver();
		app = TestApp.servlet(LangChain4jApp.class,
				receiver.settings("models=" + stub.url() + "/v1", "sightline.llm.enabled=true"));
	}

	@AfterAll
	static void stop() {
		app.close();
		receiver.close();
		stub.close();
	}

	@Test
	void shouldMeasureToolsWithinTheirService() {
		double calls = value("gen_ai_client_operation_duration_seconds_count", "\"chat\"");
		double tools = value("gen_ai_execute_tool_duration_seconds_count", "\"weather\"", "error_type=\"none\"");
		assertThat(app.context().getBean("assistant", Assistant.class).answer("Weather?")).contains("sunny");
		assertThat(app.context().getBean(Tools.class).seen()).isEqualTo("stub");
		assertThat(value("gen_ai_client_operation_duration_seconds_count", "\"chat\"")).isEqualTo(calls + 2);
		assertThat(value("gen_ai_execute_tool_duration_seconds_count", "\"weather\"", "error_type=\"none\"",
				"gen_ai_tool_type=\"function\""))
			.isEqualTo(tools + 1);
		ReceivedSpan service = span("Assistant.answer");
		assertThat(spanWithin("execute_tool weather", service).attributes()).containsEntry("gen_ai.tool.name",
				"weather");
		assertThat(receiver.spans()
			.stream()
			.filter((span) -> span.name().startsWith("chat ") && span.parentSpanId().equals(service.spanId())))
			.hasSize(2);
	}

	@Test
	void shouldMeasureToolsOfStreams() {
		double calls = value("gen_ai_client_operation_time_to_first_chunk_seconds_count", "\"chat\"");
		double tools = value("gen_ai_execute_tool_duration_seconds_count", "\"weather\"", "error_type=\"none\"");
		CompletableFuture<ChatResponse> done = new CompletableFuture<>();
		app.context().getBean("assistant", Assistant.class).stream("Weather?").onPartialResponse((part) -> {
		}).onCompleteResponse(done::complete).onError(done::completeExceptionally).start();
		assertThat(done.orTimeout(20, TimeUnit.SECONDS).join().aiMessage().text()).contains("sunny");
		assertThat(value("gen_ai_client_operation_time_to_first_chunk_seconds_count", "\"chat\"")).isEqualTo(calls + 2);
		assertThat(value("gen_ai_execute_tool_duration_seconds_count", "\"weather\"", "error_type=\"none\""))
			.isEqualTo(tools + 1);
	}

	@Test
	void shouldTellOfAToolThatFails() {
		Tools tools = app.context().getBean(Tools.class);
		assertThatThrownBy(() -> tools.weather("nowhere")).isInstanceOf(IllegalArgumentException.class);
		assertThat(value("gen_ai_execute_tool_duration_seconds_count", "\"weather\"", "IllegalArgumentException"))
			.isEqualTo(1);
	}

	@Test
	void shouldMeasureAPipelineAndItsStages() {
		EmbeddingModel embeddings = app.context().getBean(EmbeddingModel.class);
		@SuppressWarnings("unchecked")
		EmbeddingStore<TextSegment> store = app.context().getBean(EmbeddingStore.class);
		TextSegment article = TextSegment.from("Printers need paper before printing");
		store.add(embeddings.embed(article).content(), article);
		assertThat(app.context().getBean(Librarian.class).lookUp("Printers need paper before printing"))
			.contains("Printers");
		for (String stage : List.of("embed", "search", "generate")) {
			assertThat(value("rag_stage_duration_seconds_count", "\"Librarian\"", "\"" + stage + "\"")).as(stage)
				.isEqualTo(1);
		}
		assertThat(value("rag_pipeline_duration_seconds_count", "\"Librarian\"", "error_type=\"none\"")).isEqualTo(1);
		assertThat(value("db_vector_client_operation_duration_seconds_count", "\"in_memory\"", "\"query\""))
			.isPositive();
		ReceivedSpan retrieval = spanWithin("retrieval", span("Librarian.lookUp"));
		assertThat(retrieval.attributes()).containsEntry("sightline.llm.retrieval.contents", "1");
		assertThat(spanWithin("in_memory query", retrieval).kind()).isEqualTo("SPAN_KIND_INTERNAL");
	}

	@Test
	void shouldMeasureWhatStoresFind() {
		@SuppressWarnings("unchecked")
		EmbeddingStore<TextSegment> store = app.context().getBean(EmbeddingStore.class);
		double empty = value("db_vector_client_empty_total", "\"in_memory\"");
		double added = value("db_vector_client_operation_duration_seconds_count", "\"in_memory\"", "\"add\"");
		String id = store.add(Embedding.from(new float[64]), TextSegment.from("x"));
		store.search(EmbeddingSearchRequest.builder()
			.queryEmbedding(app.context().getBean(EmbeddingModel.class).embed("Nothing alike whatsoever").content())
			.minScore(1.0)
			.build());
		store.remove(id);
		assertThat(value("db_vector_client_empty_total", "\"in_memory\"")).isEqualTo(empty + 1);
		assertThat(value("db_vector_client_operation_duration_seconds_count", "\"in_memory\"", "\"add\""))
			.isEqualTo(added + 1);
		assertThat(value("db_vector_client_operation_duration_seconds_count", "\"in_memory\"", "\"delete\""))
			.isEqualTo(1);
		assertThat(app.scrape()).doesNotContain("langchain4j_work");
	}

	private static ReceivedSpan span(String name) {
		return find((span) -> span.name().equals(name));
	}

	private static ReceivedSpan spanWithin(String name, ReceivedSpan parent) {
		return find((span) -> span.name().equals(name) && span.parentSpanId().equals(parent.spanId()));
	}

	private static ReceivedSpan find(Predicate<ReceivedSpan> filter) {
		return await().until(() -> receiver.spans().stream().filter(filter).findFirst(), Optional::isPresent)
			.orElseThrow();
	}

	private static double value(String name, String... texts) {
		return LangChain4jApp.value(app.scrape(), name, texts);
	}

}
