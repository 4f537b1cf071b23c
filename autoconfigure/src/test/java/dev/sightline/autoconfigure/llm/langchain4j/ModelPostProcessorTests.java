package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.SubmissionPublisher;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.llm.LlmAutoConfiguration;
import dev.sightline.autoconfigure.llm.RagAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * Which beans are observed, and that they stay what they are.
 */
class ModelPostProcessorTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, RagAutoConfiguration.class,
				LangChain4jAutoConfiguration.class))
		.withUserConfiguration(Observed.class);

	@Test
	void shouldObserveOnceAndReachTheOriginal() {
		this.runner.withBean("own", OwnModel.class).run((context) -> {
			OwnModel model = context.getBean(OwnModel.class);
			assertThat(model.chat("Hello")).isEqualTo("Yes");
			assertThat(context.getBean(Seen.class).names()).containsExactly("chat own-model");
			assertThat(AopProxyUtils.getSingletonTarget(model)).isExactlyInstanceOf(OwnModel.class);
			assertThat(((Advised) model).getAdvisors()).hasSize(1);
			assertThat(new ModelPostProcessor(context.getBeanFactory(),
					new Calls(context.getBeanProvider(ObservationRegistry.class)))
				.postProcessAfterInitialization(model, "own")).isSameAs(model);
			assertThat(model.supportedCapabilities()).isEqualTo(Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA));
			assertThat(model.own()).isEqualTo("mine");
		});
	}

	@Test
	void shouldObserveFinalClassesOnlyBehindTheirInterface() {
		this.runner.withUserConfiguration(FinalModels.class).run((context) -> {
			context.getBean("byInterface", ChatModel.class).chat("Hello");
			assertThat(context.getBean(Seen.class).names()).hasSize(1);
			context.getBean("byClass", FinalModel.class).chat("Hello");
			assertThat(context.getBean(Seen.class).names()).hasSize(1);
		});
	}

	@Test
	void shouldAnswerWhereNoneOfTwoRegistriesIsPrimary() {
		this.runner.withBean("own", OwnModel.class)
			.withBean("second", ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> {
				assertThat(context.getBean(OwnModel.class).chat("Hello")).isEqualTo("Yes");
				assertThat(context.getBean(Seen.class).names()).isEmpty();
			});
	}

	@Test
	void shouldLeaveMocksAlone() {
		this.runner.withBean("mocked", ChatModel.class, () -> mock(ChatModel.class))
			.run((context) -> assertThat(context.getBean("mocked")).isNotInstanceOf(Advised.class));
	}

	@Test
	void shouldObserveAsynchronousCallsAndPassACancellationOn() {
		this.runner.withBean("async", AsyncModel.class).run((context) -> {
			AsyncModel model = context.getBean(AsyncModel.class);
			CompletableFuture<ChatResponse> answer = model.chatAsync(request());
			assertThat(context.getBean(Seen.class).names()).isEmpty();
			model.answer().complete(OwnModel.YES);
			assertThat(answer.join()).isSameAs(OwnModel.YES);
			assertThat(context.getBean(Seen.class).names()).containsExactly("chat");
			CompletableFuture<ChatResponse> cancelled = model.chatAsync(request());
			CompletableFuture<ChatResponse> source = model.answer();
			cancelled.cancel(true);
			assertThat(source).isCancelled();
			assertThat(context.getBean(Seen.class).names()).hasSize(2);
			assertThat(context.getBean(Seen.class).errors()).isEmpty();
			CompletableFuture<ChatResponse> failed = model.chatAsync(request());
			model.answer().completeExceptionally(new IllegalStateException("no"));
			assertThatThrownBy(failed::join).hasCauseInstanceOf(IllegalStateException.class);
			assertThat(context.getBean(Seen.class).errors()).singleElement().isInstanceOf(IllegalStateException.class);
		});
	}

	@Test
	void shouldNotTakeTheQuestionWhetherAModelIsAsynchronousForACall() {
		this.runner.withBean("own", OwnModel.class).run((context) -> {
			assertThat(context.getBean(OwnModel.class).chatAsync(request())).isCompletedExceptionally();
			assertThat(context.getBean(Seen.class).names()).isEmpty();
		});
	}

	@Test
	void shouldObserveStreamsThatArePublished() {
		this.runner.withBean("publishing", PublishingModel.class).run((context) -> {
			StreamingChatModel model = context.getBean(StreamingChatModel.class);
			Publisher<ChatModelStreamingEvent> publisher = model.chat(request());
			assertThat(context.getBean(Seen.class).names()).isEmpty();
			Taker all = new Taker(Integer.MAX_VALUE);
			publisher.subscribe(all);
			await().until(() -> all.completed);
			await().untilAsserted(() -> assertThat(context.getBean(Seen.class).names()).hasSize(1));
			Taker one = new Taker(1);
			publisher.subscribe(one);
			await().untilAsserted(() -> assertThat(context.getBean(Seen.class).names()).hasSize(2));
			assertThat(one.completed).isFalse();
		});
	}

	@Test
	void shouldTellStreamsApartThatShareAThread() {
		this.runner.withBean("manual", ManualModel.class).run((context) -> {
			ManualModel model = context.getBean(ManualModel.class);
			ObservationRegistry observations = context.getBean(ObservationRegistry.class);
			List<String> heard = new CopyOnWriteArrayList<>();
			for (String name : List.of("first", "second")) {
				model.chat(request().toBuilder().modelName(name).build(), heard(name, heard));
				assertThat(observations.getCurrentObservation()).isNull();
			}
			StreamingChatResponseHandler first = model.handlers().get(0);
			StreamingChatResponseHandler second = model.handlers().get(1);
			first.onPartialResponse("a");
			second.onPartialResponse("b");
			second.onError(new IllegalStateException("no"));
			first.onCompleteResponse(OwnModel.YES);
			assertThat(heard).containsExactly("first a", "second b", "second no", "first Yes");
			assertThat(context.getBean(Seen.class).names()).containsExactly("chat second", "chat first");
			assertThat(context.getBean(Seen.class).errors()).hasSize(1);
			// A library may report what the handler itself throws.
			first.onError(new IllegalStateException("late"));
			assertThat(context.getBean(Seen.class).names()).hasSize(2);
		});
	}

	private static StreamingChatResponseHandler heard(String name, List<String> heard) {
		return new StreamingChatResponseHandler() {

			@Override
			public void onPartialResponse(String part) {
				heard.add(name + " " + part);
			}

			@Override
			public void onCompleteResponse(ChatResponse response) {
				heard.add(name + " " + response.aiMessage().text());
			}

			@Override
			public void onError(Throwable error) {
				heard.add(name + " " + error.getMessage());
			}

		};
	}

	@Test
	void shouldObserveAllThatABeanIs() {
		this.runner.withBean("both", Both.class).run((context) -> {
			Both both = context.getBean(Both.class);
			both.chat("Hello");
			both.generate("Hello");
			assertThat(both.tool()).isEqualTo("used");
			assertThat(context.getBean(Seen.class).names()).containsExactly("chat", "image_generation",
					"execute_tool tool");
		});
	}

	@Test
	void shouldObserveEmbeddingsOfModelsThatKnowOnlyTexts() {
		this.runner.withBean("embeddings", TextModel.class).run((context) -> {
			EmbeddingModel model = context.getBean(EmbeddingModel.class);
			model.embed("Hello");
			model.embedAll(List.of(TextSegment.from("Hello")));
			assertThat(context.getBean(Seen.class).names()).containsExactly("embeddings", "embeddings");
		});
	}

	@Test
	void shouldObserveTheStoreThatANarrowerTypeNames() {
		this.runner.withBean("store", NarrowStore.class).run((context) -> {
			NarrowStore store = context.getBean(NarrowStore.class);
			store.add(Embedding.from(List.of(1f)), TextSegment.from("Hello"));
			EmbeddingStore<TextSegment> wide = store;
			wide.add(Embedding.from(List.of(1f)), TextSegment.from("Hello"));
			assertThat(context.getBean(Seen.class).names()).containsExactly("in_memory add", "in_memory add");
		});
	}

	@Test
	void shouldGoOnWhenNobodyCanObserve() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LangChain4jAutoConfiguration.class))
			.withBean("own", OwnModel.class)
			.run((context) -> assertThat(context.getBean(OwnModel.class).chat("Hello")).isEqualTo("Yes"));
		this.runner.withBean("own", OwnModel.class)
			.withBean("broken", ObservationPredicate.class, () -> (name, context) -> {
				throw new IllegalStateException("broken");
			})
			.run((context) -> {
				context.getBean(ObservationRegistry.class)
					.observationConfig()
					.observationPredicate(context.getBean(ObservationPredicate.class));
				assertThat(context.getBean(OwnModel.class).chat("Hello")).isEqualTo("Yes");
			});
	}

	@Test
	void shouldStayOffWithItsSignalAndWithoutTheLibrary() {
		this.runner.withPropertyValues("sightline.llm.enabled=false")
			.withBean("own", OwnModel.class)
			.run((context) -> assertThat(context.getBean(OwnModel.class)).isExactlyInstanceOf(OwnModel.class));
		this.runner.withClassLoader(new FilteredClassLoader(ChatModel.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ModelPostProcessor.class));
	}

	private static ChatRequest request() {
		return ChatRequest.builder().messages(UserMessage.from("Hello")).build();
	}

	@Configuration(proxyBeanMethods = false)
	static class Observed {

		@Bean
		Seen seen() {
			return new Seen();
		}

		@Bean
		ObservationRegistry observationRegistry(Seen seen) {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(seen);
			return registry;
		}

	}

	/**
	 * Keeps what was observed.
	 */
	static class Seen implements ObservationHandler<Observation.Context> {

		private final List<String> names = new CopyOnWriteArrayList<>();

		private final List<Throwable> errors = new CopyOnWriteArrayList<>();

		List<String> names() {
			return this.names;
		}

		List<Throwable> errors() {
			return this.errors;
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onError(Observation.Context context) {
			this.errors.add(context.getError());
		}

		@Override
		public void onStop(Observation.Context context) {
			this.names.add(context.getContextualName());
		}

	}

	static class OwnModel implements ChatModel {

		static final ChatResponse YES = ChatResponse.builder().aiMessage(AiMessage.from("Yes")).build();

		private final String own = "mine";

		String own() {
			return this.own;
		}

		@Override
		public ChatResponse doChat(ChatRequest request) {
			return YES;
		}

		@Override
		public ChatRequestParameters defaultRequestParameters() {
			return ChatRequestParameters.builder().modelName("own-model").build();
		}

		@Override
		public Set<Capability> supportedCapabilities() {
			return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
		}

	}

	static final class FinalModel implements ChatModel {

		@Override
		public ChatResponse doChat(ChatRequest request) {
			return OwnModel.YES;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FinalModels {

		@Bean
		ChatModel byInterface() {
			return new FinalModel();
		}

		@Bean
		FinalModel byClass() {
			return new FinalModel();
		}

	}

	static class AsyncModel implements ChatModel {

		private CompletableFuture<ChatResponse> answer = new CompletableFuture<>();

		CompletableFuture<ChatResponse> answer() {
			return this.answer;
		}

		@Override
		public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
			this.answer = new CompletableFuture<>();
			return this.answer;
		}

	}

	static class ManualModel implements StreamingChatModel {

		private final List<StreamingChatResponseHandler> handlers = new CopyOnWriteArrayList<>();

		List<StreamingChatResponseHandler> handlers() {
			return this.handlers;
		}

		@Override
		public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
			this.handlers.add(handler);
		}

	}

	static class Both implements ChatModel, ImageModel {

		@Override
		public ChatResponse doChat(ChatRequest request) {
			return OwnModel.YES;
		}

		@Override
		public Response<Image> generate(String prompt) {
			return Response.from(Image.builder().url("http://localhost/").build());
		}

		@Tool
		String tool() {
			return "used";
		}

	}

	static class PublishingModel implements StreamingChatModel {

		@Override
		public Publisher<ChatModelStreamingEvent> doChat(ChatRequest request) {
			return (subscriber) -> {
				SubmissionPublisher<ChatModelStreamingEvent> events = new SubmissionPublisher<>();
				events.subscribe(subscriber);
				events.submit(new PartialResponse("Ye"));
				events.submit(new PartialResponse("s"));
				events.submit(new CompleteResponse(OwnModel.YES));
				events.close();
			};
		}

	}

	/**
	 * Takes some events and goes away.
	 */
	static class Taker implements Subscriber<ChatModelStreamingEvent> {

		private final int most;

		private int taken;

		private Subscription subscription;

		private volatile boolean completed;

		Taker(int most) {
			this.most = most;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			subscription.request(this.most);
		}

		@Override
		public void onNext(ChatModelStreamingEvent event) {
			if (++this.taken == this.most) {
				this.subscription.cancel();
			}
		}

		@Override
		public void onError(Throwable error) {
			assertThat(error).isInstanceOf(CancellationException.class);
		}

		@Override
		public void onComplete() {
			this.completed = true;
		}

	}

	static class TextModel implements EmbeddingModel {

		@Override
		public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
			return Response.from(segments.stream().map((segment) -> Embedding.from(List.of(1f))).toList());
		}

	}

	static class NarrowStore extends InMemoryEmbeddingStore<TextSegment> {

		@Override
		public String add(Embedding embedding, TextSegment segment) {
			return super.add(embedding, segment);
		}

	}

}
