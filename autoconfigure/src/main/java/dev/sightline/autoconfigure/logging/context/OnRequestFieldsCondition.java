package dev.sightline.autoconfigure.logging.context;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;

/**
 * Matches if log lines have to say who sent a request.
 */
class OnRequestFieldsCondition extends AnyNestedCondition {

	OnRequestFieldsCondition() {
		super(ConfigurationPhase.PARSE_CONFIGURATION);
	}

	@ConditionalOnBooleanProperty("sightline.logging.context.user")
	static class User {

	}

	@ConditionalOnBooleanProperty("sightline.logging.context.session")
	static class Session {

	}

}
