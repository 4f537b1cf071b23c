package dev.sightline.autoconfigure.tracing;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches while the application is processed ahead of time.
 */
class OnAotProcessingCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return new ConditionOutcome(Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING),
				ConditionMessage.forCondition("Ahead-of-time processing")
					.because(AbstractAotProcessor.AOT_PROCESSING + " tells"));
	}

}
