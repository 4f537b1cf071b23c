package dev.sightline.autoconfigure.redaction;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless everything is switched off and no single signal is on: then nobody made
 * a redactor.
 */
class OnRedactorInUseCondition extends SpringBootCondition {

	private static final String SWITCH = "sightline.enabled";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		if (context.getEnvironment().getProperty(SWITCH, Boolean.class, true)) {
			return ConditionOutcome.match(SWITCH + " is not false");
		}
		boolean made = context.getEnvironment() instanceof ConfigurableEnvironment environment
				&& environment.getPropertySources().contains(RedactorSource.NAME);
		return new ConditionOutcome(made, made ? "a signal is on" : SWITCH + "=false");
	}

}
