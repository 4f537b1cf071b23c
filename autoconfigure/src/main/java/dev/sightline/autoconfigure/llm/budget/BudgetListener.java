package dev.sightline.autoconfigure.llm.budget;

import java.util.List;

import org.springframework.core.Ordered;

import dev.sightline.autoconfigure.llm.Cost;
import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelCallListener;

/**
 * Charges the budgets with what calls cost.
 */
final class BudgetListener implements ModelCallListener, Ordered {

	private final List<Budget> budgets;

	BudgetListener(List<Budget> budgets) {
		this.budgets = budgets;
	}

	@Override
	public int getOrder() {
		return COST_ORDER + 10;
	}

	@Override
	public void ended(ModelCall call) {
		Cost cost = call.cost();
		if (cost != null) {
			this.budgets.forEach((budget) -> budget.spend(call, cost));
		}
	}

}
