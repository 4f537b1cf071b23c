package dev.sightline.sample;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the assistant of the sample tells, with the stub of a model server behind it.
 */
class AssistantTests {

	private static Helpdesk helpdesk;

	@BeforeAll
	static void start() {
		helpdesk = new Helpdesk();
	}

	@AfterAll
	static void stop() {
		helpdesk.close();
	}

	@Test
	void shouldMeasureAChat() {
		assertThat(post("/api/chat", "Hello").body())
			.isEqualTo("{\"answer\":\"This answer is simulated. You said: Hello\"}");
		await().untilAsserted(() -> assertThat(scrape())
			.containsPattern("gen_ai_client_operation_duration_seconds_count\\{[^}]*error_type=\"none\"[^}]*"
					+ "gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\","
					+ "gen_ai_request_model=\"gpt-4o-mini\",gen_ai_response_model=\"gpt-4o-mini-2024-07-18\"[^}]*} [1-9]")
			.containsPattern("gen_ai_client_token_usage_count\\{[^}]*gen_ai_token_type=\"input\"[^}]*} [1-9]")
			.containsPattern("gen_ai_client_cost_total\\{[^}]*currency=\"USD\"[^}]*} ")
			.doesNotContain("gen_ai_client_token_usage_total"));
	}

	@Test
	void shouldMeasureAStream() {
		var stream = Http.get(helpdesk.url("/api/chat/stream?message=Hello"));
		assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
		assertThat(stream.body().replaceAll("data:|\\n", "")).isEqualTo("This answer is simulated. You said: Hello");
		await().untilAsserted(() -> assertThat(scrape()).containsPattern(
				"gen_ai_client_operation_time_to_first_chunk_seconds_count\\{[^}]*gen_ai_operation_name=\"chat\"[^}]*} [1-9]"));
	}

	@Test
	void shouldMeasureAnAnswerFromTheArticles() {
		assertThat(post("/api/ask", "How do I turn the screen?").body()).contains("How to turn a screen");
		await().untilAsserted(() -> assertThat(scrape())
			.containsPattern(
					"gen_ai_client_operation_duration_seconds_count\\{[^}]*gen_ai_operation_name=\"embeddings\"")
			.containsPattern("rag_pipeline_duration_seconds_count\\{[^}]*} [1-9]"));
	}

	@Test
	void shouldMeasureADraftOfLangChain4j() {
		assertThat(post("/api/tickets/1/draft", "").body()).contains("Write a friendly reply");
		assertThat(post("/api/tickets/999999/draft", "").statusCode()).isEqualTo(404);
		await().untilAsserted(() -> assertThat(helpdesk.receiver().spans())
			.anySatisfy((span) -> assertThat(span.name()).isEqualTo("chat gpt-4o-mini")));
	}

	@Test
	void shouldCountAFallback() {
		for (int i = 0; i < 3; i++) {
			var speech = post("/api/speech", "Hello");
			assertThat(speech.statusCode()).isEqualTo(200);
			assertThat(speech.headers().firstValue("Content-Type")).hasValue("audio/mpeg");
		}
		await().untilAsserted(() -> assertThat(scrape()).containsPattern("gen_ai_client_fallbacks_total\\{[^}]*} [1-9]")
			.containsPattern("gen_ai_client_cost_total\\{[^}]*gen_ai_operation_name=\"speech\"[^}]*} ")
			.doesNotContainPattern("gen_ai_client_cost_unknown_total\\{[^}]*\\+flaky\"[^}]*reason=\"price\""));
	}

	@Test
	void shouldCountAFailure() {
		assertThat(post("/api/chat?model=gpt-4o-mini%2Bfault-500", "Hello").statusCode()).isEqualTo(500);
		await().untilAsserted(() -> assertThat(scrape()).containsPattern(
				"gen_ai_client_operation_duration_seconds_count\\{[^}]*error_type=\"(?!none)[^\"]+\"[^}]*gen_ai_operation_name=\"chat\""));
	}

	private static HttpResponse<String> post(String path, String message) {
		return Http.send("POST", helpdesk.url(path), "{\"message\":\"" + message + "\"}", "Content-Type",
				"application/json");
	}

	private static String scrape() {
		return Http.get(helpdesk.url("/actuator/prometheus")).body();
	}

}
