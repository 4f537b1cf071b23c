package dev.sightline.autoconfigure.llm.cost;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.Ordered;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.llm.Cost;
import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelCallListener;

/**
 * Works out what a call cost: whoever knows of the user's beans, then her prices, then
 * the table.
 */
final class CostListener implements ModelCallListener, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(CostListener.class);

	private static final String LOCAL = "local";

	private final Supplier<List<ModelCostSource>> sources;

	private final List<PriceList> lists;

	private final CostMeters meters;

	private final UnpricedModels unpriced;

	private final Guard guard = new Guard(logger,
			"A source of costs failed: calls are priced without it. This is told once.");

	/**
	 * Create it.
	 * @param sources the user's beans
	 * @param lists lists of prices, the strongest first
	 * @param meters counts costs
	 * @param unpriced tells of models without a price
	 */
	CostListener(Supplier<List<ModelCostSource>> sources, List<PriceList> lists, CostMeters meters,
			UnpricedModels unpriced) {
		this.sources = sources;
		this.lists = lists;
		this.meters = meters;
		this.unpriced = unpriced;
	}

	@Override
	public int getOrder() {
		return COST_ORDER;
	}

	@Override
	public void ended(ModelCall call) {
		Cost cost = told(call);
		if (cost == null && call.cost() != null) {
			cost = call.cost();
		}
		if (cost == null) {
			cost = workOut(call);
		}
		if (cost != null) {
			call.cost(cost);
			this.meters.add(call, cost);
		}
	}

	private @Nullable Cost told(ModelCall call) {
		for (ModelCostSource source : this.sources.get()) {
			try {
				Cost cost = source.cost(call);
				if (cost != null) {
					return check(cost, source);
				}
			}
			catch (RuntimeException ex) {
				this.guard.tell(ex);
			}
		}
		return null;
	}

	private static Cost check(Cost cost, ModelCostSource source) {
		if (cost.amount().signum() < 0 || !cost.currency().matches("[A-Z]{3}")) {
			throw new IllegalStateException(source + " gave " + cost);
		}
		return cost;
	}

	private @Nullable Cost workOut(ModelCall call) {
		if (call.error() != null && !call.cancelled() && call.chunks() == 0 && !call.usage().isKnown()) {
			// Nothing came of it, which is rarely billed, but nobody says so.
			this.meters.unknown(call, "failed");
			return null;
		}
		Price price = null;
		for (PriceList list : this.lists) {
			price = list.find(call);
			if (price != null) {
				break;
			}
		}
		if (price == null || price.rates().areUnknown()) {
			this.meters.unknown(call, "price");
			this.unpriced.add(call);
			return null;
		}
		BigDecimal amount = price.rates().amount(call);
		if (amount == null) {
			this.meters.unknown(call, "usage");
			return null;
		}
		return new Cost(amount, price.currency(), LOCAL);
	}

}
