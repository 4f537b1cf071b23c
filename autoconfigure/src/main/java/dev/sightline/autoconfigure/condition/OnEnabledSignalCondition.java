package dev.sightline.autoconfigure.condition;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The condition behind {@link ConditionalOnEnabledSignal}; it names the property that
 * decided.
 */
class OnEnabledSignalCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Signal signal = metadata.getAnnotations()
			.get(ConditionalOnEnabledSignal.class)
			.getEnum(MergedAnnotation.VALUE, Signal.class);
		SignalState state = SignalState.of(signal, context.getEnvironment(), context.getClassLoader());
		return new ConditionOutcome(state.enabled(),
				ConditionMessage.forCondition(ConditionalOnEnabledSignal.class, signal.getName())
					.because(state.reason()));
	}

}
