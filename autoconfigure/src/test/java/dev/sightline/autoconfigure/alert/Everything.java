package dev.sightline.autoconfigure.alert;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

import dev.sightline.autoconfigure.alert.AlertProperties.Alert;
import dev.sightline.autoconfigure.condition.PresentSignals;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.rules.Rule;
import dev.sightline.autoconfigure.rules.RuleScope;
import dev.sightline.autoconfigure.rules.RulesProperties;

/**
 * The alerts of an application that has everything.
 */
final class Everything {

	private Everything() {
	}

	static AlertRules rules(Map<String, Alert> settings) {
		RulesProperties properties = new RulesProperties();
		properties.setRunbookUrl("https://wiki.example.org/runbooks/");
		return new AlertRules(present(), new RuleScope("shop", Map.of("team", "checkout"), properties), settings);
	}

	static PresentSignals present() {
		MockEnvironment environment = new MockEnvironment();
		Stream.of(Signal.values()).forEach((signal) -> environment.setProperty(signal.getSwitch(), "true"));
		StaticListableBeanFactory beans = new StaticListableBeanFactory() {

			@Override
			public String[] getBeanNamesForType(Class<?> type, boolean nonSingletons, boolean eager) {
				return new String[] { "some" };
			}

		};
		return new PresentSignals(beans, environment, Everything.class.getClassLoader());
	}

	static Map<String, Rule> alerts(Map<String, Alert> settings) {
		return rules(settings).groups()
			.stream()
			.flatMap((group) -> group.rules().stream())
			.collect(Collectors.toMap(Rule::name, Function.identity()));
	}

}
