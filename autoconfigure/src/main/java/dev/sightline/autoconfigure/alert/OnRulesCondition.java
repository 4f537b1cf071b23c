package dev.sightline.autoconfigure.alert;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;

import dev.sightline.autoconfigure.condition.ConditionalOnSettings;

/**
 * Matches if somebody may ask for the rules, or has settings of theirs, which are checked
 * at the start even if nobody asks.
 */
class OnRulesCondition extends AnyNestedCondition {

	OnRulesCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnAvailableEndpoint(endpoint = RulesEndpoint.class)
	static class Endpoint {

	}

	@ConditionalOnSettings({ "sightline.alerts", "sightline.rules" })
	static class Set {

	}

}
