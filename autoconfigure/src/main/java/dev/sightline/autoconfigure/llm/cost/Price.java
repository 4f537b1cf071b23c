package dev.sightline.autoconfigure.llm.cost;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.NamePattern;

/**
 * The prices of some models of some providers.
 *
 * @param provider whose models
 * @param model which models
 * @param above for calls with more tokens of input than this
 * @param rates what each thing costs
 * @param currency in which currency
 * @param origin where the prices are from, for those who check them
 */
record Price(NamePattern provider, NamePattern model, long above, Rates rates, String currency, Origin origin) {

	/**
	 * How well this fits a call: first the model counts, then the provider, then the
	 * tokens of input.
	 * @return the rank, {@code null} if it does not fit
	 */
	@Nullable Rank rank(String provider, String model, @Nullable Long input) {
		int byModel = this.model.match(model);
		int byProvider = (byModel != NamePattern.NO_MATCH) ? this.provider.match(provider) : NamePattern.NO_MATCH;
		if (byProvider == NamePattern.NO_MATCH || (this.above > 0 && (input == null || input <= this.above))) {
			return null;
		}
		return new Rank(byModel, byProvider, this.above);
	}

	record Rank(int model, int provider, long above) implements Comparable<Rank> {

		@Override
		public int compareTo(Rank other) {
			if (this.model != other.model) {
				return Integer.compare(this.model, other.model);
			}
			if (this.provider != other.provider) {
				return Integer.compare(this.provider, other.provider);
			}
			return Long.compare(this.above, other.above);
		}

	}

	/**
	 * Where a price is from.
	 *
	 * @param date the day it was read there, {@code yyyy-MM-dd}
	 * @param source the address
	 */
	record Origin(String date, String source) {

	}

}
