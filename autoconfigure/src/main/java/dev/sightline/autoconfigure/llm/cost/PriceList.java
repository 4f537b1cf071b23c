package dev.sightline.autoconfigure.llm.cost;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.NamePattern;

/**
 * Prices from one place. The one that fits best counts.
 */
final class PriceList {

	private final List<Price> prices;

	PriceList(List<Price> prices) {
		this.prices = List.copyOf(prices);
	}

	List<Price> prices() {
		return this.prices;
	}

	/**
	 * The price of a call: that of the model which answered, if there is one, else that
	 * of the model which was asked for.
	 */
	@Nullable Price find(ModelCall call) {
		Price price = find(call, call.responseModel());
		return (price != null) ? price : find(call, call.requestModel());
	}

	private @Nullable Price find(ModelCall call, @Nullable String model) {
		if (model == null) {
			return null;
		}
		String name = NamePattern.normalize(model);
		String provider = NamePattern.normalize(call.provider());
		Price best = null;
		Price.Rank highest = null;
		for (Price price : this.prices) {
			Price.Rank rank = price.rank(provider, name, call.usage().input());
			if (rank != null && (highest == null || rank.compareTo(highest) > 0)) {
				best = price;
				highest = rank;
			}
		}
		return best;
	}

}
