package dev.sightline.autoconfigure.llm.budget;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if there are budgets.
 */
class OnBudgetsCondition extends SpringBootCondition {

	private static final String KEY = "sightline.llm.budgets";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean any = Binder.get(context.getEnvironment())
			.bind(KEY, Bindable.mapOf(String.class, Object.class))
			.orElseGet(Map::of)
			.values()
			.stream()
			.anyMatch(this::matches);
		return new ConditionOutcome(any, ConditionMessage.forCondition("Budgets").because(KEY));
	}

	/**
	 * Whether a budget is one that counts.
	 */
	boolean matches(Object budget) {
		return true;
	}

}
