package dev.sightline.autoconfigure.llm.springai;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.sample.stub.StubModelServer;

/**
 * An application with Spring AI's models of OpenAI, which ask the stub.
 */
public final class AiApp {

	private AiApp() {
	}

	/**
	 * Start it.
	 */
	public static TestApp start(StubModelServer stub, String... properties) {
		return TestApp.servlet(App.class,
				Stream.concat(Stream.of("spring.ai.model.chat=openai", "spring.ai.model.embedding=openai",
						"spring.ai.openai.base-url=" + stub.url() + "/v1", "spring.ai.openai.api-key=not-a-key"),
						Stream.of(properties))
					.toArray(String[]::new));
	}

	/**
	 * The lines of a scrape that begin so, without the value.
	 */
	public static List<String> series(TestApp app, String name) {
		return app.scrape(name).stream().map((line) -> line.substring(0, line.lastIndexOf(' '))).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
