package dev.sightline.autoconfigure.llm.langchain4j;

import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.googleai.GoogleAiGeminiTokenUsage;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.openai.OpenAiTokenUsage.InputTokensDetails;
import dev.langchain4j.model.openai.OpenAiTokenUsage.OutputTokensDetails;
import org.junit.jupiter.api.Test;

import dev.sightline.autoconfigure.llm.TokenUsage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the providers' own classes report is the same for all.
 */
class UsagesTests {

	@Test
	void shouldTakeTheInputOfOpenAiAsItIs() {
		OpenAiTokenUsage usage = OpenAiTokenUsage.builder()
			.inputTokenCount(100)
			.inputTokensDetails(InputTokensDetails.builder().cachedTokens(60).build())
			.outputTokenCount(50)
			.outputTokensDetails(OutputTokensDetails.builder().reasoningTokens(20).build())
			.totalTokenCount(150)
			.build();
		assertThat(Usages.of(usage)).isEqualTo(new TokenUsage(100L, 50L, 60L, null, 20L));
		assertThat(Usages.of(OpenAiTokenUsage.builder().inputTokenCount(7).build()))
			.isEqualTo(new TokenUsage(7L, null, null, null, null));
	}

	@Test
	void shouldAddTheCachedTokensOfAnthropicToTheInput() {
		AnthropicTokenUsage usage = AnthropicTokenUsage.builder()
			.inputTokenCount(10)
			.outputTokenCount(5)
			.cacheReadInputTokens(60)
			.cacheCreationInputTokens(30)
			.build();
		assertThat(Usages.of(usage)).isEqualTo(new TokenUsage(100L, 5L, 60L, 30L, null));
		assertThat(Usages.of(AnthropicTokenUsage.builder().inputTokenCount(10).outputTokenCount(5).build()))
			.isEqualTo(new TokenUsage(10L, 5L, null, null, null));
	}

	@Test
	void shouldAddTheThoughtsOfGeminiToTheOutput() {
		GoogleAiGeminiTokenUsage usage = GoogleAiGeminiTokenUsage.builder()
			.inputTokenCount(100)
			.outputTokenCount(5)
			.cachedContentTokenCount(40)
			.thoughtsTokenCount(20)
			.totalTokenCount(125)
			.build();
		assertThat(Usages.of(usage)).isEqualTo(new TokenUsage(100L, 25L, 40L, null, 20L));
	}

	@Test
	void shouldNotTakeWhatNobodyReportedForZero() {
		assertThat(Usages.of(null)).isEqualTo(TokenUsage.UNKNOWN);
		assertThat(Usages.of(new dev.langchain4j.model.output.TokenUsage())).isEqualTo(TokenUsage.UNKNOWN);
		assertThat(Usages.of(new dev.langchain4j.model.output.TokenUsage(-5, 3)))
			.isEqualTo(new TokenUsage(null, 3L, null, null, null));
	}

}
