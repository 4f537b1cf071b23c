package dev.sightline.autoconfigure.llm;

import java.util.Arrays;
import java.util.Comparator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NamePattern}.
 */
class NamePatternTests {

	@ParameterizedTest
	@CsvSource({ "gpt-4o,gpt-4o", "gpt-4o,GPT-4o", "gpt-4o,gpt-4o-2024-08-06", "gpt-4,gpt-4-0613",
			"claude-haiku-4-5,claude-haiku-4-5-20251001", "claude-sonnet-4,claude-sonnet-4@20250514",
			"mistral-large,mistral-large-latest", "mistral-large,mistral-large-2411",
			"command-r-08-2024,command-r-08-2024", "command-r,command-r-08-2024",
			"gemini-2.0-flash,gemini-2.0-flash-001", "gemini-2.5-pro,models/gemini-2.5-pro", "*,anything",
			"llama3*,llama3.2:3b", "*-mini,gpt-4o-mini",
			"anthropic.claude-sonnet-4,anthropic.claude-sonnet-4-20250514-v1:0", "gpt.*,gpt.5" })
	void shouldFit(String pattern, String name) {
		assertThat(new NamePattern(pattern).match(NamePattern.normalize(name))).isNotEqualTo(NamePattern.NO_MATCH);
	}

	@ParameterizedTest
	@CsvSource({ "gpt-4o,gpt-4o-mini", "gpt-4o,gpt-4o-mini-2024-07-18", "gpt-4,gpt-4o", "gpt-4,gpt-4-0125-preview",
			"claude-sonnet-5,claude-sonnet-5-5", "o1,o1-pro", "gpt-4o,my-gpt-4o", "gpt-4o,gpt-4o-12", "llama3*,llama2",
			"gpt.*,gpt-5", "gpt-5,gpt-5.1" })
	void shouldNotFit(String pattern, String name) {
		assertThat(new NamePattern(pattern).match(NamePattern.normalize(name))).isEqualTo(NamePattern.NO_MATCH);
	}

	@Test
	void shouldPreferTheNameToItsSnapshotsAndThoseToAsterisks() {
		assertThat(best("gpt-4o-2024-08-06", "*", "gpt-*", "gpt-4o*", "gpt-4o", "gpt-4o-2024-08-06"))
			.isEqualTo("gpt-4o-2024-08-06");
		assertThat(best("gpt-4o-2024-08-06", "*", "gpt-4o-2024-*", "gpt-4o")).isEqualTo("gpt-4o");
		assertThat(best("gpt-4o-2024-08-06", "*", "gpt-4o*", "gpt*")).isEqualTo("gpt-4o*");
	}

	private static String best(String name, String... patterns) {
		return Arrays.stream(patterns)
			.max(Comparator.comparingInt((pattern) -> new NamePattern(pattern).match(name)))
			.orElseThrow();
	}

}
