package dev.sightline.autoconfigure.llm.budget;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.llm.GenAi;

/**
 * Gauges of what is spent of a budget and what remains.
 */
final class BudgetMeters {

	private final ObjectProvider<MeterRegistry> registry;

	BudgetMeters(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	/**
	 * Show an account.
	 */
	void add(Budget budget, String value, Account account) {
		MeterRegistry registry = this.registry.getIfAvailable();
		if (registry == null) {
			return;
		}
		Budget.Terms terms = budget.terms();
		Tags tags = Tags.of(GenAi.BUDGET.key(), budget.name(), GenAi.BUDGET_VALUE.key(), value, GenAi.CURRENCY.key(),
				terms.currency());
		Gauge.builder(GenAi.BUDGET_SPENT.key(), account, (it) -> budget.spent(it).doubleValue())
			.description("What is spent in the current period")
			.tags(tags)
			.register(registry);
		Gauge
			.builder(GenAi.BUDGET_REMAINING.key(), account,
					(it) -> terms.amount().subtract(budget.spent(it)).doubleValue())
			.description("What remains in the current period, below 0 if more was spent")
			.tags(tags)
			.register(registry);
		Gauge.builder(GenAi.BUDGET_LIMIT.key(), terms, (it) -> it.amount().doubleValue())
			.description("What may be spent in a period")
			.tags(tags)
			.register(registry);
	}

}
