package dev.sightline.autoconfigure.llm.cost;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.TestCalls;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the table of prices in the jar.
 */
class PriceTableTests {

	private final List<Price> table = PriceFile.table();

	@Test
	void shouldTellOfEachPriceWhereItIsFrom() {
		assertThat(this.table).isNotEmpty().allSatisfy((price) -> {
			assertThat(price.origin().source()).startsWith("https://");
			assertThat(LocalDate.parse(price.origin().date())).isAfter("2025-01-01");
			assertThat(price.currency()).isEqualTo("USD");
		});
	}

	@Test
	void shouldHaveOnePriceForEach() {
		assertThat(this.table.stream()
			.map((price) -> price.provider() + " " + price.model() + " " + price.above())
			.toList()).doesNotHaveDuplicates();
	}

	@Test
	void shouldHaveSensiblePrices() {
		assertThat(this.table).filteredOn((price) -> price.rates().input() != null).allSatisfy((price) -> {
			Rates rates = price.rates();
			assertThat(rates.input()).isPositive();
			if (rates.output() != null) {
				assertThat(rates.output()).isGreaterThanOrEqualTo(Objects.requireNonNull(rates.input()));
			}
			if (rates.cacheRead() != null) {
				assertThat(rates.cacheRead()).isPositive().isLessThan(rates.input());
			}
			if (rates.cacheWrite() != null) {
				assertThat(rates.cacheWrite()).isGreaterThan(rates.input());
			}
		});
	}

	@ParameterizedTest
	@CsvSource({ "openai,gpt-4o-2024-08-06,2.5", "openai,gpt-4o-2024-05-13,5", "openai,gpt-4o-mini-2024-07-18,0.15",
			"openai,gpt-4.1-2025-04-14,2", "openai,text-embedding-3-small,0.02", "openai,gpt-5-mini,0.25",
			"anthropic,claude-sonnet-4-5-20250929,3", "anthropic,claude-sonnet-4-20250514,3",
			"anthropic,claude-haiku-4-5,1", "gcp.gen_ai,gemini-2.5-flash,0.3", "gcp.vertex_ai,gemini-2.0-flash-001,0.1",
			"mistral_ai,mistral-large-2512,0.5", "groq,openai/gpt-oss-120b,0.15" })
	void shouldKnowCommonModels(String provider, String model, String input) {
		ModelCall call = TestCalls.call(provider, model, (it) -> it.usage(TestCalls.tokens(1, 1), false));
		assertThat(new PriceList(this.table).find(call)).isNotNull()
			.satisfies((price) -> assertThat(price.rates().input()).isEqualByComparingTo(input));
	}

	@Test
	void shouldNotGuess() {
		PriceList prices = new PriceList(this.table);
		for (String model : new String[] { "gpt-4o-audio-preview", "mistral-large-latest", "dall-e-3", "no-such" }) {
			assertThat(prices.find(TestCalls.call("openai", model, (it) -> {
			}))).as(model).isNull();
			assertThat(prices.find(TestCalls.call("mistral_ai", model, (it) -> {
			}))).as(model).isNull();
		}
	}

}
