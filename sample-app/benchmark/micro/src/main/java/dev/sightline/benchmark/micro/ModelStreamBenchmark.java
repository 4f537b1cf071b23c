package dev.sightline.benchmark.micro;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.services.async.ChatServiceAsync;
import com.openai.services.async.chat.ChatCompletionServiceAsync;
import io.micrometer.observation.ObservationRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A stream of 10,000 chunks through Spring AI's model of OpenAI, from a client that has
 * them ready, with and without what Sightline tells of it.
 */
public class ModelStreamBenchmark extends MicroBenchmark {

	private static final int CHUNKS = 10_000;

	/**
	 * Whether calls of models are measured.
	 */
	@Param({ "true", "false" })
	public String enabled;

	private final Prompt prompt = new Prompt("Hello", OpenAiChatOptions.builder().model("m").build());

	private ConfigurableApplicationContext context;

	private OpenAiChatModel model;

	@Setup
	public void start() {
		this.context = SpringApplication.run(App.class, "--server.port=0", "--server.address=127.0.0.1",
				"--logging.level.root=warn", WITHOUT_ADD_ON, "--sightline.llm.enabled=" + this.enabled,
				"--management.tracing.sampling.probability=0");
		this.model = this.context.getBean(OpenAiChatModel.class);
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

	@Benchmark
	public Long stream() {
		return this.model.stream(this.prompt).count().block();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		OpenAiChatModel model(ObservationRegistry registry) {
			return OpenAiChatModel.builder()
				.openAiClient(answering(OpenAIClient.class, null))
				.openAiClientAsync(answering(OpenAIClientAsync.class,
						answering(ChatServiceAsync.class, answering(ChatCompletionServiceAsync.class, new Chunks()))))
				.options(OpenAiChatOptions.builder().model("m").build())
				.observationRegistry(registry)
				.build();
		}

		private static <T> T answering(Class<T> type, Object answer) {
			return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
					(proxy, method, arguments) -> answer));
		}

	}

	/**
	 * The same chunk again and again.
	 */
	private static final class Chunks implements AsyncStreamResponse<ChatCompletionChunk> {

		private final ChatCompletionChunk chunk = ChatCompletionChunk.builder()
			.id("id")
			.created(1)
			.model("m-1")
			.choices(List.of(ChatCompletionChunk.Choice.builder()
				.index(0)
				.finishReason(Optional.empty())
				.delta(ChatCompletionChunk.Choice.Delta.builder().content("word ").build())
				.build()))
			.build();

		@Override
		public AsyncStreamResponse<ChatCompletionChunk> subscribe(Handler<? super ChatCompletionChunk> handler) {
			for (int i = 0; i < CHUNKS; i++) {
				handler.onNext(this.chunk);
			}
			return this;
		}

		@Override
		public AsyncStreamResponse<ChatCompletionChunk> subscribe(Handler<? super ChatCompletionChunk> handler,
				Executor executor) {
			return subscribe(handler);
		}

		@Override
		public CompletableFuture<Void> onCompleteFuture() {
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public void close() {
			// There is nothing to close.
		}

	}

}
