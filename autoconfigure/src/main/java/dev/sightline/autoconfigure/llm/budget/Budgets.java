package dev.sightline.autoconfigure.llm.budget;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;

import dev.sightline.autoconfigure.llm.CallAttributes;

/**
 * All budgets.
 */
final class Budgets implements SmartInitializingSingleton {

	private final List<Budget> all = new ArrayList<>();

	private final List<Budget> refusing = new ArrayList<>();

	Budgets(List<BudgetSettings> settings, CallAttributes attributes, Clock clock, BudgetNotices notices,
			BudgetMeters meters, @Nullable SharedLedger ledger) {
		for (BudgetSettings each : settings) {
			Budget budget = new Budget(each.name(), each.terms(), each.match(), each.maxValues(), attributes, clock,
					notices, meters, each.shared() ? ledger : null);
			this.all.add(budget);
			if (each.refuse()) {
				this.refusing.add(budget);
			}
		}
	}

	List<Budget> all() {
		return this.all;
	}

	/**
	 * Those that refuse calls once they are spent.
	 */
	List<Budget> refusing() {
		return this.refusing;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.all.forEach(Budget::open);
	}

}
