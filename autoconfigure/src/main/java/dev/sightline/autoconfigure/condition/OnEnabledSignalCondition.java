package dev.sightline.autoconfigure.condition;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * The condition behind {@link ConditionalOnEnabledSignal}; it names the property that
 * decided.
 */
class OnEnabledSignalCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Map<String, Object> attributes = metadata.getAnnotationAttributes(ConditionalOnEnabledSignal.class.getName());
		Assert.state(attributes != null, "'attributes' must not be null");
		Signal signal = (Signal) attributes.get("value");
		SignalState state = SignalState.of(signal, context.getEnvironment(), context.getClassLoader());
		return new ConditionOutcome(state.enabled(),
				ConditionMessage.forCondition(ConditionalOnEnabledSignal.class, signal.getName())
					.because(state.reason()));
	}

}
