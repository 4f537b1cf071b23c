package dev.sightline.autoconfigure;

import java.sql.CallableStatement;
import java.sql.ResultSet;
import java.util.List;

import com.openai.services.async.chat.ChatCompletionServiceAsync;
import com.openai.services.blocking.audio.SpeechService;
import org.junit.jupiter.api.Test;

import org.springframework.ai.openai.OpenAiAudioSpeechModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;

import dev.sightline.autoconfigure.logging.JsonLogFormatter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is found by name is known to a native image. No native image was built.
 */
class RuntimeHintsTests {

	@Test
	void shouldNameTheLogFormatter() throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(JsonLogFormatter.class.getConstructor(Environment.class))).accepts(hints());
	}

	@Test
	void shouldNameTheProtocolOfTomcat() throws ClassNotFoundException {
		Class<?> protocol = Class.forName("dev.sightline.autoconfigure.http.server.TimedHttp11NioProtocol");
		assertThat(RuntimeHintsPredicates.reflection().onType(protocol)).accepts(hints());
	}

	@Test
	void shouldNameTheProxiesOfJdbc() {
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(CallableStatement.class)).accepts(hints());
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(ResultSet.class)).accepts(hints());
	}

	@Test
	void shouldNameTheProxiesAndFieldsOfOpenAi() throws NoSuchFieldException {
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(SpeechService.class)).accepts(hints());
		assertThat(RuntimeHintsPredicates.reflection()
			.onFieldAccess(OpenAiAudioSpeechModel.class.getDeclaredField("openAiClient"))).accepts(hints());
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(ChatCompletionServiceAsync.class)).accepts(hints());
		assertThat(RuntimeHintsPredicates.reflection()
			.onFieldAccess(OpenAiChatModel.class.getDeclaredField("openAiClientAsync"))).accepts(hints());
	}

	@Test
	void shouldNameTheTableOfPrices() {
		assertThat(RuntimeHintsPredicates.resource().forResource("META-INF/sightline/llm-prices.txt")).accepts(hints());
	}

	private static RuntimeHints hints() {
		List<RuntimeHintsRegistrar> registrars = SpringFactoriesLoader
			.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class);
		RuntimeHints hints = new RuntimeHints();
		registrars.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith("dev.sightline."))
			.forEach((registrar) -> registrar.registerHints(hints, RuntimeHintsTests.class.getClassLoader()));
		return hints;
	}

}
