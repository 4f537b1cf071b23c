package dev.sightline.sample.assistant;

import java.util.Map;

import dev.sightline.sample.stub.StubModelServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.util.StringUtils;

/**
 * Starts the stub of a model server with the application, unless there is the URL of a
 * real one.
 */
class StubModelInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final Logger logger = LoggerFactory.getLogger(StubModelInitializer.class);

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		String url = context.getEnvironment().getProperty("sample.llm.base-url");
		if (context.getParent() != null || StringUtils.hasText(url)) {
			return;
		}
		StubModelServer stub = StubModelServer.start(0);
		MutablePropertySources sources = context.getEnvironment().getPropertySources();
		sources.addFirst(new MapPropertySource("stub of a model server",
				Map.of("sample.llm.base-url", stub.url() + "/v1", "sample.llm.api-key", "stub")));
		// It fails now and then, so that there is something to see.
		sources.addLast(new MapPropertySource("model of the stub", Map.of("sample.llm.speech-model", "tts-1+flaky",
				"sightline.llm.prices.flaky.model", "tts-1+flaky", "sightline.llm.prices.flaky.characters", "15")));
		context.addApplicationListener((event) -> {
			if (event instanceof ContextClosedEvent && event.getSource() == context) {
				stub.close();
			}
			else if (event instanceof ApplicationStartedEvent) {
				logger.info("A stub of a model server listens at {}: its answers and its tokens are simulated",
						stub.url());
			}
		});
	}

}
