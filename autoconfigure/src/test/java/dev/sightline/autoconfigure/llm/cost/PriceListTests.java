package dev.sightline.autoconfigure.llm.cost;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.TestCalls;
import dev.sightline.autoconfigure.llm.TokenUsage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PriceList}, {@link Rates} and {@link PriceFile}. The amounts are
 * worked out by hand.
 */
class PriceListTests {

	private static final String PLACE = " date=2026-01-31 source=https://example.org/prices\n";

	private final String table = """
			# A comment
			openai gpt-4o input=2.50 output=10 cache-read=1.25""" + PLACE + """

			openai gpt-4o-2024-05-13 input=5 output=15""" + PLACE + """
			openai gpt-4o-mini input=0.15 output=0.6""" + PLACE + """
			* gpt-4o input=7 output=7""" + PLACE + """
			openai gpt-* input=99 output=99""" + PLACE + """
			anthropic claude-haiku-4-5 input=1 output=5 cache-read=0.1 cache-write=1.25""" + PLACE + """
			openai o3 input=2 output=8 reasoning=4""" + PLACE + """
			gcp.* gemini-2.5-pro input=1.25 output=10""" + PLACE + """
			gcp.* gemini-2.5-pro above=200000 input=2.5 output=15""" + PLACE + """
			openai text-embedding-3-small input=0.02""" + PLACE + """
			openai dall-e-3 image=0.04""" + PLACE + """
			openai whisper-1 audio-minute=0.006""" + PLACE + """
			openai tts-1 characters=15""" + PLACE + """
			mistral_ai mistral-large-2512 input=1 output=1 currency=EUR""" + PLACE;

	private final PriceList prices = prices(this.table);

	@Test
	void shouldPriceTokens() {
		// 1,234 x 2.50 / 1,000,000 + 567 x 10 / 1,000,000 = 0.003085 + 0.00567
		assertThat(amount("openai", "gpt-4o", tokens(1234, 567))).isEqualByComparingTo("0.008755");
	}

	@Test
	void shouldNotDrift() {
		BigDecimal sum = BigDecimal.ZERO;
		for (int i = 0; i < 1_000_000; i++) {
			sum = sum.add(amount("openai", "text-embedding-3-small", tokens(1, 0)));
		}
		assertThat(sum).isEqualByComparingTo("0.02");
	}

	@Test
	void shouldPriceTokensFromACacheAsTheirRateSays() {
		// (1,000 - 400) x 2.50 + 400 x 1.25 + 100 x 10 = 1,500 + 500 + 1,000 millionths
		assertThat(amount("openai", "gpt-4o", usage(1000L, 100L, 400L, null, null))).isEqualByComparingTo("0.003");
		// Without a rate they cost what input does: 1,000 x 0.15 + 100 x 0.6
		assertThat(amount("openai", "gpt-4o-mini", usage(1000L, 100L, 400L, null, null)))
			.isEqualByComparingTo("0.00021");
	}

	@Test
	void shouldPriceTokensIntoACacheAsTheirRateSays() {
		// (10,000 - 2,000 - 3,000) x 1 + 2,000 x 0.1 + 3,000 x 1.25 + 50 x 5 = 5,000 +
		// 200 + 3,750 + 250
		assertThat(amount("anthropic", "claude-haiku-4-5-20251001", usage(10000L, 50L, 2000L, 3000L, null)))
			.isEqualByComparingTo("0.0092");
	}

	@Test
	void shouldPriceTokensOfReasoningAsTheirRateSays() {
		// 100 x 2 + (900 - 700) x 8 + 700 x 4 = 200 + 1,600 + 2,800
		assertThat(amount("openai", "o3", usage(100L, 900L, null, null, 700L))).isEqualByComparingTo("0.0046");
	}

	@Test
	void shouldNotChargeMorePartsThanTheWhole() {
		// 100 from the cache at 1.25 and no more, 10 x 10
		assertThat(amount("openai", "gpt-4o", usage(100L, 10L, 5000L, null, null))).isEqualByComparingTo("0.000225");
	}

	@Test
	void shouldPriceLongPromptsAsTheirLineSays() {
		// 200,000 x 1.25 + 1,000 x 10 = 250,000 + 10,000
		assertThat(amount("gcp.gemini", "gemini-2.5-pro", tokens(200_000, 1000))).isEqualByComparingTo("0.26");
		// 200,001 x 2.5 + 1,000 x 15 = 500,002.5 + 15,000
		assertThat(amount("gcp.vertex_ai", "gemini-2.5-pro", tokens(200_001, 1000))).isEqualByComparingTo("0.5150025");
	}

	@Test
	void shouldPriceImagesAudioAndCharacters() {
		assertThat(amount("openai", "dall-e-3", (call) -> call.images(3L))).isEqualByComparingTo("0.12");
		// 90 s are 1.5 minutes
		assertThat(amount("openai", "whisper-1", (call) -> call.audioSeconds(90.0))).isEqualByComparingTo("0.009");
		// 4,096 x 15 / 1,000,000
		assertThat(amount("openai", "tts-1", (call) -> call.characters(4096L))).isEqualByComparingTo("0.06144");
	}

	@Test
	void shouldPriceSeconds() {
		PriceList own = prices("ollama * second=0.0002" + PLACE);
		ModelCall call = TestCalls.call("ollama", "llama3.2:3b", (it) -> {
		});
		Price price = own.find(call);
		assertThat(price).isNotNull();
		assertThat(price.rates().amount(call))
			.isEqualByComparingTo(new BigDecimal("0.0002").multiply(BigDecimal.valueOf(call.duration(), 9)));
	}

	@Test
	void shouldFindTheFamilyOfASnapshotUnlessItHasALine() {
		assertThat(amount("openai", "gpt-4o-2024-08-06", tokens(1_000_000, 0))).isEqualByComparingTo("2.5");
		assertThat(amount("openai", "gpt-4o-2024-05-13", tokens(1_000_000, 0))).isEqualByComparingTo("5");
		assertThat(amount("openai", "gpt-4o-mini-2024-07-18", tokens(1_000_000, 0))).isEqualByComparingTo("0.15");
		assertThat(amount("openai", "gpt-9", tokens(1_000_000, 0))).isEqualByComparingTo("99");
	}

	@Test
	void shouldPreferThePriceOfTheProvider() {
		assertThat(amount("azure.ai.openai", "gpt-4o", tokens(1_000_000, 0))).isEqualByComparingTo("7");
		assertThat(amount("azure.ai.openai", "gpt-9", tokens(1_000_000, 0))).isNull();
	}

	@Test
	void shouldPreferTheModelThatAnswered() {
		assertThat(amount("openai", "gpt-4o", (call) -> {
			call.responseModel("gpt-4o-mini-2024-07-18");
			call.usage(TestCalls.tokens(1_000_000, 0), false);
		})).isEqualByComparingTo("0.15");
		assertThat(amount("anthropic", "claude-haiku-4-5", (call) -> {
			call.responseModel("something-else");
			call.usage(TestCalls.tokens(1_000_000, 0), false);
		})).isEqualByComparingTo("1");
	}

	@Test
	void shouldNotKnowWhatNobodyReported() {
		assertThat(amount("openai", "gpt-4o", usage(null, null, null, null, null))).isNull();
		assertThat(amount("openai", "gpt-4o", usage(10L, null, null, null, null))).isNull();
		assertThat(amount("openai", "dall-e-3", tokens(1, 1))).isNull();
		assertThat(amount("openai", "whisper-1", (call) -> call.audioSeconds(Double.NaN))).isNull();
		// An embedding has no output.
		assertThat(amount("openai", "text-embedding-3-small", usage(10L, null, null, null, null)))
			.isEqualByComparingTo("0.0000002");
	}

	@Test
	void shouldNotBelieveAbsurdCounts() {
		assertThat(amount("openai", "gpt-4o", tokens(Long.MAX_VALUE, 1))).isNull();
		assertThat(amount("openai", "gpt-4o", tokens(-5, 1))).isNull();
	}

	@Test
	void shouldKnowTheCurrency() {
		ModelCall call = TestCalls.call("mistral_ai", "mistral-large-2512", tokens(1, 1));
		assertThat(this.prices.find(call)).isNotNull()
			.satisfies((price) -> assertThat(price.currency()).isEqualTo("EUR"));
	}

	@Test
	void shouldNotReadWhatIsNoPrice() {
		for (String line : new String[] { "openai gpt-4o input=2", "openai gpt-4o inptu=2" + PLACE,
				"openai gpt-4o input=two" + PLACE, "openai gpt-4o input=2 input=3" + PLACE, "openai",
				"openai gpt-4o input=2 date=yesterday source=x", "openai gpt-4o input=2 date=2026-01-31" }) {
			assertThatIllegalStateException().as(line)
				.isThrownBy(() -> prices("# one\n" + line))
				.withMessageContaining("Line 2");
		}
	}

	private BigDecimal amount(String provider, String model, Consumer<ModelCall> completed) {
		ModelCall call = TestCalls.call(provider, model, completed);
		Price price = this.prices.find(call);
		return (price != null) ? price.rates().amount(call) : null;
	}

	private static Consumer<ModelCall> tokens(long input, long output) {
		return usage(input, output, null, null, null);
	}

	private static Consumer<ModelCall> usage(Long input, Long output, Long cacheRead, Long cacheWrite, Long reasoning) {
		return (call) -> call.usage(new TokenUsage(input, output, cacheRead, cacheWrite, reasoning), false);
	}

	private static PriceList prices(String text) {
		try {
			return new PriceList(PriceFile.read(new BufferedReader(new StringReader(text))));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
