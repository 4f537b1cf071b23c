package dev.sightline.autoconfigure.llm.budget;

import java.util.Map;

/**
 * Matches if there are budgets that instances share.
 */
class OnSharedBudgetsCondition extends OnBudgetsCondition {

	@Override
	boolean matches(Object budget) {
		return budget instanceof Map<?, ?> map && "redis".equalsIgnoreCase(String.valueOf(map.get("store")));
	}

}
