package dev.sightline.autoconfigure.llm.springai;

import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.llm.springai.RagTests.Weather;
import dev.sightline.sample.stub.StubModelServer;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Texts on spans, for a user who wants them there.
 */
class RagContentTests {

	@Test
	void shouldPutTextsOnSpansWithoutSecretsAndNotTooLong() {
		try (OtlpReceiver receiver = new OtlpReceiver();
				StubModelServer stub = StubModelServer.start(0);
				TestApp app = TestApp.plain(App.class,
						receiver.settings("spring.ai.model.chat=openai", "spring.ai.model.embedding=openai",
								"spring.ai.openai.base-url=" + stub.url() + "/v1", "spring.ai.openai.api-key=not-a-key",
								"sightline.llm.include-content=true", "sightline.llm.max-content-length=60"))) {
			SimpleVectorStore store = SimpleVectorStore.builder(app.context().getBean(EmbeddingModel.class))
				.observationRegistry(app.context().getBean(ObservationRegistry.class))
				.build();
			store.add(List.of(new Document("Bananas are yellow")));
			store.similaritySearch("bananas with password=canary-of-a-search");
			store.similaritySearch("bananas ".repeat(100));
			app.context()
				.getBean(ChatClient.Builder.class)
				.build()
				.prompt()
				.user("What is the weather")
				.tools(new Weather())
				.call()
				.content();
			List<ReceivedSpan> spans = await().until(receiver::spans,
					(all) -> all.stream().anyMatch((span) -> span.name().equals("spring_ai chat_client")));
			assertThat(spans).filteredOn((span) -> span.name().equals("simple query"))
				.extracting((span) -> span.attributes().get("db.vector.query.content"))
				.satisfiesExactly((text) -> assertThat(text).contains("bananas with").contains("[redacted]"),
						(text) -> assertThat(text).endsWith("characters cut]").hasSizeLessThan(100));
			assertThat(spans).filteredOn((span) -> span.name().equals("execute_tool weather"))
				.singleElement()
				.satisfies(
						(span) -> assertThat(span.attributes().get("gen_ai.tool.call.result")).contains("Rain in stub")
							.contains("[redacted]"))
				.satisfies((span) -> assertThat(span.attributes().get("gen_ai.tool.call.arguments")).contains("stub"));
			assertThat(receiver.text()).doesNotContain("canary-of-a");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
