package dev.sightline.autoconfigure.llm.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.llm.NamePattern;

/**
 * The prices that the user set.
 */
final class OwnPrices {

	private static final String PREFIX = "sightline.llm.prices.";

	private OwnPrices() {
	}

	/**
	 * Check and convert them.
	 * @throws InvalidConfigurationPropertyValueException if one makes no sense
	 */
	static List<Price> of(Map<String, CostProperties.Price> properties) {
		List<Price> prices = new ArrayList<>();
		properties.forEach((name, price) -> prices.add(of(PREFIX + name, name, price)));
		return prices;
	}

	private static Price of(String key, String name, CostProperties.Price price) {
		Map<String, @Nullable BigDecimal> rates = new LinkedHashMap<>();
		rates.put("input", price.getInput());
		rates.put("output", price.getOutput());
		rates.put("cache-read", price.getCacheRead());
		rates.put("cache-write", price.getCacheWrite());
		rates.put("reasoning", price.getReasoning());
		rates.put("image", price.getImage());
		rates.put("audio-minute", price.getAudioMinute());
		rates.put("characters", price.getCharacters());
		rates.put("second", price.getSecond());
		rates.forEach((rate, value) -> check(value == null || value.signum() >= 0, key + "." + rate, value,
				"A price is not negative."));
		check(rates.values().stream().anyMatch(Objects::nonNull), key, null,
				"Set at least one of its rates: " + String.join(", ", rates.keySet()) + ".");
		check(price.getInput() != null || (price.getCacheRead() == null && price.getCacheWrite() == null),
				key + ".input", null, "Tokens of a cache are part of the input, so that it needs a price too.");
		check(price.getOutput() != null || price.getReasoning() == null, key + ".output", null,
				"Tokens of reasoning are part of the output, so that it needs a price too.");
		check(price.getAbove() >= 0, key + ".above", price.getAbove(), "Set it to a number of tokens.");
		check(price.getCurrency().matches("[A-Z]{3}"), key + ".currency", price.getCurrency(),
				"Set it to an ISO 4217 code, such as USD.");
		check(StringUtils.hasText(price.getProvider()), key + ".provider", price.getProvider(),
				"Set it to a provider, such as openai, or to * for all.");
		String model = (price.getModel() != null) ? price.getModel() : name;
		check(StringUtils.hasText(model), key + ".model", model, "Set it to a model, such as gpt-4o, or to * for all.");
		return new Price(new NamePattern(price.getProvider()), new NamePattern(model), price.getAbove(),
				new Rates(price.getInput(), price.getOutput(), price.getCacheRead(), price.getCacheWrite(),
						price.getReasoning(), price.getImage(), price.getAudioMinute(), price.getCharacters(),
						price.getSecond()),
				price.getCurrency(), new Price.Origin("", key));
	}

	private static void check(boolean valid, String key, @Nullable Object value, String remedy) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(key, value, remedy);
		}
	}

}
