package dev.sightline.autoconfigure.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import dev.sightline.autoconfigure.alert.AlertProperties.Alert;
import dev.sightline.autoconfigure.condition.PresentSignals;
import dev.sightline.autoconfigure.rules.Rule;
import dev.sightline.autoconfigure.rules.RuleGroup;
import dev.sightline.autoconfigure.rules.RuleScope;
import dev.sightline.autoconfigure.rules.RuleSource;

/**
 * The alerts of this application: those of the catalogue that are about something it has,
 * as the user wants them.
 */
class AlertRules implements RuleSource {

	private static final String PREFIX = AlertKeys.PREFIX + ".";

	private final PresentSignals present;

	private final RuleScope scope;

	private final Map<String, Alert> settings = new HashMap<>();

	/**
	 * Create the alerts.
	 * @param present what the application has
	 * @param scope of which series the alerts speak
	 * @param settings what is to differ, by names of alerts
	 * @throws InvalidConfigurationPropertyValueException if a setting can not be meant so
	 */
	AlertRules(PresentSignals present, RuleScope scope, Map<String, Alert> settings) {
		this.present = present;
		this.scope = scope;
		settings.forEach((key, alert) -> {
			AlertDefinition definition = AlertCatalogue.find(key);
			if (definition == null) {
				throw new InvalidConfigurationPropertyValueException(PREFIX + key, "", AlertKeys.noSuchAlert(key));
			}
			limit(key, definition, alert);
			Duration pending = alert.getFor();
			if (pending != null && pending.isNegative()) {
				throw new InvalidConfigurationPropertyValueException(PREFIX + key + ".for", pending,
						"It has to be a time that is not negative, such as 5m.");
			}
			this.settings.put(definition.name(), alert);
		});
	}

	private static @Nullable Double limit(String key, AlertDefinition definition, Alert alert) {
		String threshold = alert.getThreshold();
		if (threshold == null) {
			return definition.limit();
		}
		String property = PREFIX + key + ".threshold";
		if (definition.limit() == null) {
			throw new InvalidConfigurationPropertyValueException(property, threshold, "This alert has no limit.");
		}
		try {
			double limit = definition.unit().parse(threshold);
			if (limit >= 0 && limit < Double.POSITIVE_INFINITY) {
				return limit;
			}
		}
		catch (RuntimeException ex) {
			// Told below
		}
		throw new InvalidConfigurationPropertyValueException(property, threshold,
				"It has to be " + definition.unit().form() + ".");
	}

	@Override
	public List<RuleGroup> groups() {
		Map<String, List<Rule>> groups = new LinkedHashMap<>();
		for (AlertDefinition definition : AlertCatalogue.all()) {
			Alert alert = this.settings.getOrDefault(definition.name(), new Alert());
			if (alert.isEnabled() && definition.needs().test(this.present)) {
				String group = definition.exporter() ? definition.group()
						: this.scope.service() + "-" + definition.group();
				groups.computeIfAbsent(group, (name) -> new ArrayList<>()).add(rule(definition, alert));
			}
		}
		return groups.entrySet().stream().map((entry) -> new RuleGroup(entry.getKey(), entry.getValue())).toList();
	}

	private Rule rule(AlertDefinition definition, Alert alert) {
		Double limit = limit(definition.key(), definition, alert);
		Duration pending = (alert.getFor() != null) ? alert.getFor() : definition.pending();
		String severity = ((alert.getSeverity() != null) ? alert.getSeverity() : definition.severity()).label();
		String expression = fill(definition.expression(), (limit != null) ? Unit.query(limit) : "");
		String shown = (limit != null) ? definition.unit().show(limit) : "";
		Map<String, String> labels = this.scope.labels(severity, definition.group());
		if (definition.exporter()) {
			// The files of several applications make one alert of it.
			labels.keySet().retainAll(List.of("severity", "signal"));
		}
		return Rule.alert(definition.name(), expression, pending, labels, this.scope.annotations(
				fill(definition.summary(), shown), fill(definition.description(), shown), definition.runbook()));
	}

	private String fill(String text, String limit) {
		return this.scope.fill(text.replace("${limit}", limit));
	}

}
