package dev.sightline.autoconfigure.alert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.sightline.autoconfigure.rules.RuleFile;
import dev.sightline.autoconfigure.rules.RuleScope;
import dev.sightline.autoconfigure.rules.RulesProperties;

/**
 * Renders the alerts. It is in their package because they are nobody's API.
 */
public final class AlertsPage {

	private AlertsPage() {
	}

	/**
	 * Render the page.
	 * @return Markdown
	 */
	public static String render() {
		StringBuilder page = new StringBuilder(
				"""
						# All alerts

						This page is generated from the code: see [CONTRIBUTING.md](../../CONTRIBUTING.md).
						[Alerts](../reference/alerts.md) explains when there is which alert, and how limits are set. The queries are those of a service named `shop`.
						""");
		RuleScope scope = new RuleScope("shop", Map.of(), new RulesProperties());
		Map<String, List<AlertDefinition>> groups = AlertCatalogue.all()
			.stream()
			.collect(Collectors.groupingBy(AlertDefinition::group, LinkedHashMap::new, Collectors.toList()));
		groups.forEach((group, definitions) -> {
			page.append("\n## `%s`\n".formatted(group));
			for (AlertDefinition definition : definitions) {
				page.append("\n### %s\n\n".formatted(definition.name()));
				page.append("Key `%s`, severity `%s`, limit %s, for `%s`. [Runbook](../reference/runbooks/%s)\n\n"
					.formatted(
							definition.key(), definition.severity().label(), (definition.limit() != null)
									? "`" + definition.unit().show(definition.limit()) + "`" : "none",
							RuleFile.duration(definition.pending()), definition.runbook()));
				page.append("```promql\n%s\n```\n"
					.formatted(scope.fill(definition.expression().replace("${limit}", "limit"))));
			}
		});
		return page.toString();
	}

	/**
	 * Where the runbook of each alert is, such as {@code http.md#higherrorrate}.
	 * @return the places below the folder of runbooks
	 */
	public static List<String> runbooks() {
		return AlertCatalogue.all().stream().map(AlertDefinition::runbook).toList();
	}

}
