package dev.sightline.autoconfigure.llm.springai;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.vectorstore.QuestionAnswerAdvisor;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.image.ImageModel;
import org.springframework.ai.image.ImageOptionsBuilder;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.rag.advisor.RetrievalAugmentationAdvisor;
import org.springframework.ai.rag.retrieval.search.VectorStoreDocumentRetriever;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.execution.DefaultToolExecutionExceptionProcessor;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.execution.ToolExecutionExceptionProcessor;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationContext;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.sample.stub.StubModelServer;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * What Spring AI's tools, vector stores and advisors tell, with models that the stub
 * answers for.
 */
class RagTests {

	private static OtlpReceiver receiver;

	private static StubModelServer stub;

	private static TestApp app;

	@BeforeAll
	static void start() {
		receiver = new OtlpReceiver();
		stub = StubModelServer.start(0);
		app = TestApp.servlet(App.class,
				receiver.settings("spring.ai.model.chat=openai", "spring.ai.model.embedding=openai",
						"spring.ai.model.image=openai", "spring.ai.openai.image.model=default-painter",
						"spring.ai.openai.embedding.model=text-embedding-3-small",
						"spring.ai.openai.base-url=" + stub.url() + "/v1", "spring.ai.openai.api-key=not-a-key",
						"spring.ai.openai.max-retries=0", "spring.ai.tools.observations.include-content=true"));
	}

	@AfterAll
	static void stop() {
		app.close();
		stub.close();
		receiver.close();
	}

	@Test
	void shouldMeasureVectorStores() {
		TestStore store = new TestStore("fruit", List.of("Bananas are yellow", "Cherries are red"));
		List<Document> found = store.similaritySearch("Which bananas are yellow");
		assertThat(found).hasSize(2);
		assertThat(store.similaritySearch(SearchRequest.builder().query("elephant").similarityThreshold(0.9).build()))
			.isEmpty();
		store.delete(List.of("nothing"));
		String tags = "{db_collection_name=\"fruit\",%sdb_system_name=\"simple\"";
		String query = tags.formatted("db_operation_name=\"query\",");
		assertThat(value("db_vector_client_operation_duration_seconds_count" + query)).isEqualTo(2);
		assertThat(value(
				"db_vector_client_operation_duration_seconds_count" + tags.formatted("db_operation_name=\"add\",")))
			.isEqualTo(1);
		assertThat(value(
				"db_vector_client_operation_duration_seconds_count" + tags.formatted("db_operation_name=\"delete\",")))
			.isEqualTo(1);
		String plain = tags.formatted("");
		assertThat(value("db_vector_client_results_count" + plain)).isEqualTo(2);
		assertThat(value("db_vector_client_results_sum" + plain)).isEqualTo(2);
		assertThat(value("db_vector_client_top_score_count" + plain)).isEqualTo(1);
		assertThat(value("db_vector_client_top_score_sum" + plain)).isEqualTo(found.get(0).getScore()).isPositive();
		assertThat(value("db_vector_client_empty_total" + plain)).isEqualTo(1);
		assertThat(app.scrape("db_vector_client_operation_seconds")).isEmpty();
	}

	@Test
	void shouldMeasureAVectorStoreThatWasBuiltWithoutARegistry() {
		SimpleVectorStore store = app.context().getBean(SimpleVectorStore.class);
		String tags = "{db_collection_name=\"in-memory-map\",db_operation_name=\"%s\",db_system_name=\"simple\",error_type=\"none\"";
		Observation.createNotStarted("search without registry", registry()).observe(() -> {
			store.accept(List.of(new Document("Bananas are yellow"), new Document("Cherries are red")));
			assertThat(store.similaritySearch("bananas")).hasSize(2);
			assertThat(store.similaritySearch(SearchRequest.builder().query("bananas").topK(1).build())).hasSize(1);
			store.delete(List.of("nothing"));
		});
		assertThat(value("db_vector_client_operation_duration_seconds_count" + tags.formatted("add"))).isEqualTo(1);
		assertThat(value("db_vector_client_operation_duration_seconds_count" + tags.formatted("query"))).isEqualTo(2);
		assertThat(value("db_vector_client_operation_duration_seconds_count" + tags.formatted("delete"))).isEqualTo(1);
		assertThat(value("db_vector_client_results_sum{db_collection_name=\"in-memory-map\"")).isEqualTo(3);
		assertThat(child(child(span("search without registry"), "simple query"), "embeddings text-embedding-3-small"))
			.as("what the store asks for is inside it")
			.isNotNull();
	}

	@Test
	void shouldMeasureAVectorStoreThatFails() {
		TestStore store = new TestStore("broken", List.of());
		store.failing = true;
		assertThatIllegalStateException().isThrownBy(() -> store.similaritySearch("anything"));
		assertThat(app.scrape("db_vector_client_operation_duration_seconds_count"))
			.anyMatch((line) -> line.contains("\"broken\"")
					&& line.contains("error_type=\"java.lang.IllegalStateException\""));
		assertThat(app.scrape("db_vector_client_results")).noneMatch((line) -> line.contains("\"broken\""));
		assertThat(app.scrape("db_vector_client_empty_total")).noneMatch((line) -> line.contains("\"broken\""));
	}

	@Test
	void shouldKeepWhatIsLookedForAwayFromSpans() {
		TestStore store = new TestStore("private", List.of("Some document"));
		Observation.createNotStarted("private search", registry())
			.observe(() -> store.similaritySearch(SearchRequest.builder()
				.query("canary-in-a-query document")
				.filterExpression("tenant == 'canary-in-a-filter'")
				.build()));
		ReceivedSpan parent = span("private search");
		ReceivedSpan search = child(parent, "simple query");
		assertThat(search.attributes()).containsEntry("db.collection.name", "private")
			.doesNotContainKeys("db.vector.query.content", "db.vector.query.filter");
		assertThat(receiver.text()).doesNotContain("canary-in-a-query").doesNotContain("canary-in-a-filter");
	}

	@Test
	void shouldMeasureAQuestionAnswerAdvisor() {
		TestStore store = new TestStore("qa", List.of("Bananas are yellow"));
		String pipeline = "{error_type=\"none\",rag_pipeline_name=\"QuestionAnswerAdvisor\"";
		double before = value("rag_pipeline_duration_seconds_count" + pipeline);
		ask((client) -> client.advisors(QuestionAnswerAdvisor.builder(store).build()));
		assertThat(value("rag_pipeline_duration_seconds_count" + pipeline)).isEqualTo(before + 1);
		assertStages(pipeline);
	}

	@Test
	void shouldMeasureStagesOfABeanWithoutRegistry() {
		VectorStores stores = new VectorStores(app.context().getBeanProvider(ObservationRegistry.class));
		SimpleVectorStore store = (SimpleVectorStore) stores.postProcessBeforeInitialization(
				new SimpleVectorStore(SimpleVectorStore.builder(app.context().getBean(EmbeddingModel.class))) {

					@Override
					public VectorStoreObservationContext.Builder createObservationContextBuilder(String operation) {
						return super.createObservationContextBuilder(operation).collectionName("plums");
					}

				}, "plums");
		store.add(List.of(new Document("Plums are blue")));
		String pipeline = "{error_type=\"none\",rag_pipeline_name=\"QuestionAnswerAdvisor\"";
		double before = stage(pipeline, "embed", "count");
		ask((client) -> client.advisors(QuestionAnswerAdvisor.builder(store).build()));
		assertThat(stage(pipeline, "embed", "count")).isEqualTo(before + 1);
	}

	@Test
	void shouldMeasureARetrievalAugmentationAdvisor() {
		TestStore store = new TestStore("ra", List.of("Bananas are yellow"));
		String pipeline = "{error_type=\"none\",rag_pipeline_name=\"RetrievalAugmentationAdvisor\"";
		ask((client) -> client.advisors(RetrievalAugmentationAdvisor.builder()
			.documentRetriever(VectorStoreDocumentRetriever.builder().vectorStore(store).build())
			.build()));
		assertThat(value("rag_pipeline_duration_seconds_count" + pipeline)).isEqualTo(1);
		assertStages(pipeline);
	}

	@Test
	void shouldMeasureAnAdvisorInAStream() {
		TestStore store = new TestStore("streamed", List.of("Bananas are yellow"));
		String pipeline = "{error_type=\"none\",rag_pipeline_name=\"QuestionAnswerAdvisor\"";
		double before = stage(pipeline, "generate", "count");
		List<String> words = chat().prompt()
			.user("What are bananas like")
			.advisors(QuestionAnswerAdvisor.builder(store).build())
			.stream()
			.content()
			.collectList()
			.block();
		assertThat(words).hasSizeGreaterThan(2);
		await().untilAsserted(() -> assertThat(stage(pipeline, "generate", "count")).isEqualTo(before + 1));
		assertThat(app.scrape("db_vector_client_results_count")).anyMatch((line) -> line.contains("\"streamed\""));
	}

	@Test
	void shouldMeasureEachRoundOfToolsAsARunOfAnAdvisor() {
		TestStore store = new TestStore("rounds", List.of("Bananas are yellow"));
		String pipeline = "rag_pipeline_duration_seconds_count{error_type=\"none\",rag_pipeline_name=\"QuestionAnswerAdvisor\"";
		double before = value(pipeline);
		ask((client) -> client.advisors(QuestionAnswerAdvisor.builder(store).build()).tools(new Forecast()));
		assertThat(tool("forecast", "none")).isEqualTo(1);
		assertThat(value(pipeline)).isEqualTo(before + 2);
	}

	@Test
	void shouldMeasureAPipelineOfOnesOwn() {
		TestStore store = new TestStore("own", List.of("Bananas are yellow"));
		Observation.createNotStarted("rag.pipeline", registry())
			.lowCardinalityKeyValue("rag.pipeline.name", "articles")
			.observe(() -> {
				store.similaritySearch("bananas");
				return chat().prompt().user("What are bananas like").call().content();
			});
		String pipeline = "{error_type=\"none\",rag_pipeline_name=\"articles\"";
		assertThat(value("rag_pipeline_duration_seconds_count" + pipeline)).isEqualTo(1);
		assertStages(pipeline);
		assertThat(app.scrape("rag_pipeline_seconds")).isEmpty();
	}

	@Test
	void shouldTellWhichStageOfAPipelineFailed() {
		TestStore store = new TestStore("failing", List.of());
		store.failing = true;
		assertThatIllegalStateException().isThrownBy(() -> Observation.createNotStarted("rag.pipeline", registry())
			.lowCardinalityKeyValue("rag.pipeline.name", "failing")
			.observe(() -> store.similaritySearch("bananas")));
		String failed = "{error_type=\"java.lang.IllegalStateException\",rag_pipeline_name=\"failing\"";
		assertThat(value("rag_pipeline_duration_seconds_count" + failed)).isEqualTo(1);
		assertThat(stage(failed, "search", "count")).isEqualTo(1);
	}

	@Test
	void shouldMeasureATool() {
		Observation.createNotStarted("turn with weather", registry())
			.observe(() -> ask((client) -> client.tools(new Weather())));
		assertThat(tool("weather", "none")).isEqualTo(1);
		assertThat(app.scrape("spring_ai_tool_seconds")).isEmpty();
		ReceivedSpan tool = span("execute_tool weather");
		assertThat(tool.attributes()).containsEntry("gen_ai.tool.name", "weather")
			.containsEntry("gen_ai.tool.type", "function")
			.containsEntry("gen_ai.tool.call.id", "call_stub")
			.doesNotContainKey("error.type");
		assertThat(tool.status()).isNotEqualTo("STATUS_CODE_ERROR");
		assertThat(tool.attributes().get("spring.ai.tool.call.result")).as("the user wants Spring AI's attribute")
			.contains("Rain in stub")
			.contains("[redacted]");
		assertThat(receiver.text()).doesNotContain("canary-of-a-tool");
		assertThat(ancestors(tool)).contains("turn with weather");
	}

	@Test
	void shouldMeasureAToolWhoseFailureTheModelIsToldOf() {
		assertThat(ask((client) -> client.tools(new Broken()))).as("what the stub was told").contains("No such city");
		assertThat(tool("broken", "java.lang.IllegalArgumentException")).isEqualTo(1);
		assertThat(tool("broken", "none")).isZero();
		ReceivedSpan tool = span("execute_tool broken");
		assertThat(tool.attributes()).containsEntry("error.type", "java.lang.IllegalArgumentException");
		assertThat(tool.status()).isEqualTo("STATUS_CODE_ERROR");
	}

	@Test
	void shouldMeasureAToolThatFailsForTheCaller() {
		assertThatExceptionOfType(ToolExecutionException.class)
			.isThrownBy(() -> ask((client) -> client.tools(new Failing())));
		assertThat(tool("failing", "java.io.IOException")).isEqualTo(1);
	}

	@Test
	void shouldNestTheModelThatAToolAsks() {
		Observation.createNotStarted("turn with two models", registry())
			.observe(() -> ask((client) -> client.tools(new Asking())));
		assertThat(ancestors(span("chat asked-by-a-tool"))).containsSubsequence("execute_tool asking",
				"turn with two models");
		assertThat(tool("asking", "none")).isEqualTo(1);
	}

	@Test
	void shouldNestTheModelThatAToolAsksInAStream() {
		Observation.createNotStarted("stream with two models", registry())
			.observe(() -> chat().prompt()
				.user("What are bananas like")
				.tools(new AskingInAStream())
				.stream()
				.content()
				.collectList()
				.block());
		assertThat(ancestors(span("chat asked-in-a-stream"))).containsSubsequence("execute_tool askingInAStream",
				"stream with two models");
	}

	@Test
	void shouldMeasureImages() {
		app.context()
			.getBean(ImageModel.class)
			.call(new ImagePrompt("A canary-in-a-picture", ImageOptionsBuilder.builder().model("painter").build()));
		assertThat(app.scrape("gen_ai_client_operation_duration_seconds_count"))
			.anyMatch((line) -> line.contains("gen_ai_operation_name=\"image_generation\"")
					&& line.contains("gen_ai_provider_name=\"openai\"")
					&& line.contains("gen_ai_request_model=\"painter\"") && line.endsWith(" 1"));
		assertThat(span("image_generation painter").kind()).isEqualTo("SPAN_KIND_CLIENT");
		assertThat(receiver.text()).doesNotContain("canary-in-a-picture");
	}

	@Test
	void shouldTellTheModelOfAnImageThatNoRequestNames() {
		app.context().getBean(ImageModel.class).call(new ImagePrompt("A picture"));
		assertThat(app.scrape("gen_ai_client_operation_duration_seconds_count"))
			.anyMatch((line) -> line.contains("gen_ai_request_model=\"default-painter\""));
		span("image_generation default-painter");
	}

	@Test
	void shouldKeepTheClassOfTheProcessorOfToolFailures() {
		assertThat(app.context().getBean(ToolExecutionExceptionProcessor.class))
			.isInstanceOf(DefaultToolExecutionExceptionProcessor.class);
	}

	private static void assertStages(String pipeline) {
		for (String stage : List.of("embed", "search", "generate")) {
			assertThat(stage(pipeline, stage, "count")).as(stage).isPositive();
			assertThat(stage(pipeline, stage, "sum")).as(stage).isPositive();
		}
	}

	private static double stage(String pipeline, String stage, String what) {
		return value("rag_stage_duration_seconds_" + what + pipeline + ",rag_stage=\"" + stage + "\"");
	}

	private static String ask(Consumer<ChatClient.ChatClientRequestSpec> more) {
		ChatClient.ChatClientRequestSpec request = chat().prompt()
			.user("What are bananas like")
			.options(OpenAiChatOptions.builder().model("answering"));
		more.accept(request);
		return request.call().content();
	}

	private static ChatClient chat() {
		return app.context().getBean(ChatClient.Builder.class).build();
	}

	private static ObservationRegistry registry() {
		return app.context().getBean(ObservationRegistry.class);
	}

	private static double value(String series) {
		return app.scrape(series)
			.stream()
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	private static double tool(String name, String errorType) {
		return value("gen_ai_execute_tool_duration_seconds_count{error_type=\"" + errorType + "\",gen_ai_tool_name=\""
				+ name + "\",gen_ai_tool_type=\"function\"");
	}

	/**
	 * The names of all spans that a span is inside, when they have arrived.
	 */
	private static List<String> ancestors(ReceivedSpan span) {
		List<String> names = new ArrayList<>();
		String parent = span.parentSpanId();
		while (!parent.isEmpty()) {
			String id = parent;
			ReceivedSpan found = await().until(
					() -> receiver.spans().stream().filter((one) -> one.spanId().equals(id)).findFirst().orElse(null),
					(one) -> one != null);
			names.add(found.name());
			parent = found.parentSpanId();
		}
		return names;
	}

	private static ReceivedSpan span(String name) {
		return await().until(
				() -> receiver.spans().stream().filter((span) -> span.name().equals(name)).findFirst().orElse(null),
				(span) -> span != null);
	}

	private static ReceivedSpan child(ReceivedSpan parent, String name) {
		return await().until(() -> receiver.spans()
			.stream()
			.filter((span) -> span.name().equals(name) && span.parentSpanId().equals(parent.spanId()))
			.findFirst()
			.orElse(null), (span) -> span != null);
	}

	static class Weather {

		@Tool
		String weather(String city) {
			return "Rain in " + city + ", password=canary-of-a-tool";
		}

	}

	static class Forecast {

		@Tool
		String forecast(String city) {
			return "More rain in " + city;
		}

	}

	static class Broken {

		@Tool
		String broken(String city) {
			throw new IllegalArgumentException("No such city");
		}

	}

	static class Failing {

		@Tool
		String failing(String city) throws IOException {
			throw new IOException("No connection");
		}

	}

	static class Asking {

		@Tool
		String asking(String city) {
			return chat("asked-by-a-tool");
		}

		static String chat(String model) {
			return RagTests.chat()
				.prompt()
				.user("Tell me")
				.options(OpenAiChatOptions.builder().model(model))
				.call()
				.content();
		}

	}

	static class AskingInAStream {

		@Tool
		String askingInAStream(String city) {
			return Asking.chat("asked-in-a-stream");
		}

	}

	/**
	 * Spring AI's own store, with a collection and with failures.
	 */
	private static final class TestStore extends SimpleVectorStore {

		private final String collection;

		private boolean failing;

		TestStore(String collection, List<String> texts) {
			super(SimpleVectorStore.builder(app.context().getBean(EmbeddingModel.class))
				.observationRegistry(registry()));
			this.collection = collection;
			List<Document> documents = new ArrayList<>();
			texts.forEach((text) -> documents.add(new Document(text, Map.of("tenant", "canary-in-a-filter"))));
			if (!documents.isEmpty()) {
				add(documents);
			}
		}

		@Override
		public List<Document> doSimilaritySearch(SearchRequest request) {
			if (this.failing) {
				throw new IllegalStateException("The store is broken");
			}
			return super.doSimilaritySearch(request);
		}

		@Override
		public VectorStoreObservationContext.Builder createObservationContextBuilder(String operationName) {
			return super.createObservationContextBuilder(operationName).collectionName(this.collection);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		SimpleVectorStore vectorStore(EmbeddingModel embeddings) {
			return SimpleVectorStore.builder(embeddings).build();
		}

	}

}
