package dev.sightline.autoconfigure.sentry;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.env.StandardEnvironment;

import dev.sightline.autoconfigure.redaction.Redactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What is left of a text of Sentry's.
 */
class JsonRedactionTests {

	private final Redactor redactor = Redactor.of(new StandardEnvironment());

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', value = { //
			"{\"a\":1,\"b\":[true,null,1.50,\"x\"]} | {\"a\":1,\"b\":[true,null,1.50,\"x\"]}",
			"{\"password\":\"x\"} | {\"password\":\"[redacted]\"}",
			"{\"password\":{\"a\":[1,\"x\",{\"b\":\"y\"}],\"c\":true}} | {\"password\":{\"a\":[\"[redacted]\",\"[redacted]\",{\"b\":\"[redacted]\"}],\"c\":true}}",
			"{\"Cookie\":\"a=b\",\"cookies\":\"a=b\"} | {\"Cookie\":\"[redacted]\",\"cookies\":\"[redacted]\"}",
			"{\"n\":4111111111111111} | {\"n\":\"[redacted]\"}",
			"{\"n\":\"4111111111111111\"} | {\"n\":\"[redacted]\"}",
			"{\"trace_id\":\"4111111111111111\"} | {\"trace_id\":\"4111111111111111\"}",
			"{\"card_id\":\"4111111111111111\"} | {\"card_id\":\"[redacted]\"}",
			"{\"timestamp\":1764325000.123} | {\"timestamp\":1764325000.123}",
			"{\"a\":\"<\u00fc\\n\\\"\"} | {\"a\":\"<\u00fc\\n\\\"\"}" })
	void shouldTakeOutWhatIsSecret(String text, String expected) throws IOException {
		assertThat(redact(text)).isEqualTo(expected);
	}

	@Test
	void shouldCutLongTexts() throws IOException {
		assertThat(redact("{\"a\":\"" + "x".repeat(1_000_000) + "\"}")).hasSize(8192 + 8).endsWith("x...\"}");
	}

	@Test
	void shouldFailRatherThanGuess() {
		assertThatThrownBy(() -> redact("{\"a\":\"x")).isInstanceOf(IOException.class);
	}

	private String redact(String text) throws IOException {
		StringWriter clean = new StringWriter();
		new JsonRedaction(this.redactor, new StringReader(text), clean).run();
		return clean.toString();
	}

}
