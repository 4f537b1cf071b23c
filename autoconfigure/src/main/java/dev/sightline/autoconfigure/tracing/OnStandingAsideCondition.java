package dev.sightline.autoconfigure.tracing;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.condition.SignalState;

/**
 * Matches when tracing stands aside though nobody switched it off by name.
 */
class OnStandingAsideCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		SignalState state = SignalState.of(Signal.TRACING, context.getEnvironment(), context.getClassLoader());
		boolean silent = context.getEnvironment().containsProperty(Signal.TRACING.getSwitch());
		return new ConditionOutcome(state.standingAside() && !silent,
				ConditionMessage.forCondition("Other instrumentation").because(state.reason()));
	}

}
