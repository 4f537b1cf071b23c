package dev.sightline.autoconfigure.alert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Looks at the keys below {@code sightline.alerts} as they are written. Binding drops
 * those that it does not know, so that a limit with a misspelt key would never hold.
 */
final class AlertKeys {

	static final String PREFIX = "sightline.alerts";

	private static final ConfigurationPropertyName ALERTS = ConfigurationPropertyName.of(PREFIX);

	private static final List<String> KEYS = List.of("enabled", "threshold", "for", "severity");

	/**
	 * How many names are offered for one that does not exist.
	 */
	private static final int OFFERED = 3;

	private AlertKeys() {
	}

	/**
	 * Check all keys.
	 * @param environment where they are
	 * @throws InvalidConfigurationPropertyValueException if one has an alert, or a
	 * setting of an alert, that does not exist
	 */
	static void check(Environment environment) {
		Set<ConfigurationPropertyName> known = new HashSet<>();
		Map<ConfigurationPropertyName, IterableConfigurationPropertySource> wrong = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource names) {
				names.stream().filter(ALERTS::isAncestorOf).filter((name) -> !isOfService(name)).forEach((name) -> {
					if (name.getNumberOfElements() > ALERTS.getNumberOfElements() + 2) {
						wrong.putIfAbsent(name, names);
					}
					else {
						check(name, names.getConfigurationProperty(name));
						known.add(name);
					}
				});
			}
		}
		wrong.forEach((name, names) -> {
			if (!isVariableFor(known, name)) {
				check(name, names.getConfigurationProperty(name));
			}
		});
	}

	/**
	 * Whether it is an environment variable with underscores for the dashes of a key that
	 * is set elsewhere, which applies.
	 */
	private static boolean isVariableFor(Set<ConfigurationPropertyName> known, ConfigurationPropertyName name) {
		String uniform = AlertCatalogue.uniform(name.toString());
		return known.stream().anyMatch((other) -> AlertCatalogue.uniform(other.toString()).equals(uniform));
	}

	/**
	 * Whether it is a variable that Kubernetes makes for a service whose name begins as
	 * our keys do, such as {@code SIGHTLINE_ALERTS_RELAY_SERVICE_HOST}.
	 */
	private static boolean isOfService(ConfigurationPropertyName name) {
		return !KEYS.contains(name.getLastElement(Form.UNIFORM))
				&& IntStream.range(ALERTS.getNumberOfElements(), name.getNumberOfElements())
					.mapToObj((element) -> name.getElement(element, Form.UNIFORM))
					.anyMatch((element) -> element.equals("service") || element.equals("port"));
	}

	private static void check(ConfigurationPropertyName name, @Nullable ConfigurationProperty property) {
		Object value = (property != null) ? property.getValue() : "";
		int first = ALERTS.getNumberOfElements();
		int last = name.getNumberOfElements() - 1;
		List<String> alert = new ArrayList<>();
		for (int i = first; i < Math.max(last, first + 1); i++) {
			alert.add(name.getElement(i, Form.ORIGINAL));
		}
		if (alert.size() > 1 || AlertCatalogue.find(alert.get(0)) == null) {
			throw new InvalidConfigurationPropertyValueException(name.toString(), value,
					noSuchAlert(String.join("-", alert)) + ((alert.size() > 1)
							? " The name of an alert has no dots; in an environment variable its dashes are left out."
							: ""));
		}
		if (last == first || !KEYS.contains(name.getElement(last, Form.UNIFORM))) {
			throw new InvalidConfigurationPropertyValueException(name.toString(), value,
					"An alert has the keys " + String.join(", ", KEYS) + ", and no other.");
		}
	}

	/**
	 * Say that there is no such alert, and which there are with nearly the same name.
	 * @param key what the user wrote
	 * @return a text with the remedy
	 */
	static String noSuchAlert(String key) {
		String wanted = AlertCatalogue.uniform(key);
		String nearest = AlertCatalogue.all()
			.stream()
			.sorted(Comparator
				.comparingInt((definition) -> distance(wanted, AlertCatalogue.uniform(definition.name()))))
			.limit(OFFERED)
			.map(AlertDefinition::key)
			.collect(Collectors.joining(", "));
		return "There is no such alert. The nearest are " + nearest + ". docs/appendix/alerts.md lists all.";
	}

	/**
	 * How many characters have to be put in, taken out or changed to make one of the
	 * other.
	 */
	private static int distance(String one, String other) {
		int[] previous = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] current = new int[other.length() + 1];
			current[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int change = previous[j - 1] + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
			}
			previous = current;
		}
		return previous[other.length()];
	}

}
