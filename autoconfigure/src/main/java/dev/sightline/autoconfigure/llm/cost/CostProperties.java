package dev.sightline.autoconfigure.llm.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What calls of models cost.
 */
@ConfigurationProperties("sightline.llm")
public class CostProperties {

	/**
	 * Prices of models, by names of your choice. They beat those of the table.
	 */
	private Map<String, Price> prices = new LinkedHashMap<>();

	private final Cost cost = new Cost();

	public Map<String, Price> getPrices() {
		return this.prices;
	}

	public void setPrices(Map<String, Price> prices) {
		this.prices = prices;
	}

	public Cost getCost() {
		return this.cost;
	}

	/**
	 * How costs are counted.
	 */
	public static class Cost {

		/**
		 * Key-values of the call, of the observations around it or of the baggage, such
		 * as tenant, that are tags of the costs. 100 values each are told apart.
		 */
		private List<String> attributes = new ArrayList<>();

		public List<String> getAttributes() {
			return this.attributes;
		}

		public void setAttributes(List<String> attributes) {
			this.attributes = attributes;
		}

	}

	/**
	 * The price of a model. What has no rate is not billed by itself.
	 */
	public static class Price {

		/**
		 * Provider, such as openai. An asterisk stands for any characters.
		 */
		private String provider = "*";

		/**
		 * Model, such as gpt-4o or llama3*. By default the name of the price.
		 */
		private @Nullable String model;

		/**
		 * Tokens of input above which the price counts.
		 */
		private long above;

		/**
		 * Currency, as an ISO 4217 code.
		 */
		private String currency = "USD";

		/**
		 * Price of a million tokens of input.
		 */
		private @Nullable BigDecimal input;

		/**
		 * Price of a million tokens of output.
		 */
		private @Nullable BigDecimal output;

		/**
		 * Price of a million tokens of input from a cache. By default that of input.
		 */
		private @Nullable BigDecimal cacheRead;

		/**
		 * Price of a million tokens of input into a cache. By default that of input.
		 */
		private @Nullable BigDecimal cacheWrite;

		/**
		 * Price of a million tokens of reasoning. By default that of output.
		 */
		private @Nullable BigDecimal reasoning;

		/**
		 * Price of an image.
		 */
		private @Nullable BigDecimal image;

		/**
		 * Price of a minute of audio.
		 */
		private @Nullable BigDecimal audioMinute;

		/**
		 * Price of a million characters.
		 */
		private @Nullable BigDecimal characters;

		/**
		 * Price of a second that a call takes, for models on machines of yours.
		 */
		private @Nullable BigDecimal second;

		public String getProvider() {
			return this.provider;
		}

		public void setProvider(String provider) {
			this.provider = provider;
		}

		public @Nullable String getModel() {
			return this.model;
		}

		public void setModel(@Nullable String model) {
			this.model = model;
		}

		public long getAbove() {
			return this.above;
		}

		public void setAbove(long above) {
			this.above = above;
		}

		public String getCurrency() {
			return this.currency;
		}

		public void setCurrency(String currency) {
			this.currency = currency;
		}

		public @Nullable BigDecimal getInput() {
			return this.input;
		}

		public void setInput(@Nullable BigDecimal input) {
			this.input = input;
		}

		public @Nullable BigDecimal getOutput() {
			return this.output;
		}

		public void setOutput(@Nullable BigDecimal output) {
			this.output = output;
		}

		public @Nullable BigDecimal getCacheRead() {
			return this.cacheRead;
		}

		public void setCacheRead(@Nullable BigDecimal cacheRead) {
			this.cacheRead = cacheRead;
		}

		public @Nullable BigDecimal getCacheWrite() {
			return this.cacheWrite;
		}

		public void setCacheWrite(@Nullable BigDecimal cacheWrite) {
			this.cacheWrite = cacheWrite;
		}

		public @Nullable BigDecimal getReasoning() {
			return this.reasoning;
		}

		public void setReasoning(@Nullable BigDecimal reasoning) {
			this.reasoning = reasoning;
		}

		public @Nullable BigDecimal getImage() {
			return this.image;
		}

		public void setImage(@Nullable BigDecimal image) {
			this.image = image;
		}

		public @Nullable BigDecimal getAudioMinute() {
			return this.audioMinute;
		}

		public void setAudioMinute(@Nullable BigDecimal audioMinute) {
			this.audioMinute = audioMinute;
		}

		public @Nullable BigDecimal getCharacters() {
			return this.characters;
		}

		public void setCharacters(@Nullable BigDecimal characters) {
			this.characters = characters;
		}

		public @Nullable BigDecimal getSecond() {
			return this.second;
		}

		public void setSecond(@Nullable BigDecimal second) {
			this.second = second;
		}

	}

}
