package dev.sightline.autoconfigure.condition;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Decides {@link ConditionalOnSettings}.
 */
class OnSettingsCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		String[] prefixes = metadata.getAnnotations().get(ConditionalOnSettings.class).getStringArray("value");
		boolean any = Settings.below(context.getEnvironment(), prefixes);
		return new ConditionOutcome(any, ConditionMessage.forCondition(ConditionalOnSettings.class)
			.because((any ? "something" : "nothing") + " is set below " + String.join(", ", prefixes)));
	}

}
