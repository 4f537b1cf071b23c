package dev.sightline.autoconfigure.alert;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import dev.sightline.autoconfigure.alert.AlertProperties.Alert;
import dev.sightline.autoconfigure.rules.Rule;
import dev.sightline.autoconfigure.rules.RuleGroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AlertRules} and {@link AlertCatalogue}.
 */
class AlertRulesTests {

	@Test
	void shouldHaveAllAlertsOfAnApplicationThatHasEverything() {
		assertThat(Everything.alerts(Map.of()).keySet())
			.containsExactlyInAnyOrderElementsOf(AlertCatalogue.all().stream().map(AlertDefinition::name).toList());
	}

	@Test
	void shouldHaveNamesAndKeysOfTheirOwn() {
		assertThat(AlertCatalogue.all()).extracting(AlertDefinition::name).doesNotHaveDuplicates();
		assertThat(AlertCatalogue.all()).extracting(AlertDefinition::key)
			.doesNotHaveDuplicates()
			.allMatch((key) -> key.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"))
			.contains("high-error-rate", "postgresql-down");
		assertThat(Everything.rules(Map.of()).groups()).extracting(RuleGroup::name).doesNotHaveDuplicates();
	}

	@Test
	void shouldFillEveryPlaceholder() {
		assertThat(Everything.alerts(Map.of()).values()).allSatisfy((rule) -> {
			assertThat(rule.expression()).doesNotContain("${");
			assertThat(rule.annotations().values()).noneMatch((text) -> text.contains("${"));
		});
	}

	/**
	 * What a text names as a label has to be one of the result.
	 */
	@Test
	void shouldNameOnlyLabelsOfTheResult() {
		Pattern label = Pattern.compile("\\$labels\\.(\\w+)");
		Pattern by = Pattern.compile("^\\s*(?:max|min|sum|\\().*?by \\(([^)]*)\\)", Pattern.DOTALL);
		for (Rule rule : Everything.alerts(Map.of()).values()) {
			Matcher labels = label.matcher(rule.annotations().get("description"));
			Matcher kept = by.matcher(rule.expression());
			List<String> known = kept.find() ? List.of(kept.group(1).split(", ")) : null;
			while (labels.find() && known != null) {
				assertThat(known).as(rule.name()).contains(labels.group(1));
			}
		}
	}

	@Test
	void shouldLabelAlertsOfTheApplication() {
		Rule rule = Everything.alerts(Map.of()).get("HighErrorRate");
		assertThat(rule.labels()).containsExactlyInAnyOrderEntriesOf(
				Map.of("team", "checkout", "service", "shop", "severity", "critical", "signal", "http"));
		assertThat(rule.annotations()).containsEntry("summary", "More than 5 % of the requests to shop fail")
			.containsEntry("runbook_url", "https://wiki.example.org/runbooks/http.md#higherrorrate");
		assertThat(rule.expression()).contains("{job=\"shop\", status=~\"5..\"}", "> 0.05");
		assertThat(rule.pending()).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void shouldNotLabelAlertsOfAnExporterWithTheService() {
		assertThat(Everything.alerts(Map.of()).get("NodeDown").labels())
			.containsExactlyInAnyOrderEntriesOf(Map.of("severity", "high", "signal", "node"));
	}

	@Test
	void shouldDoAsTheUserWants() {
		Alert alert = new Alert();
		alert.setThreshold("2%");
		alert.setFor(Duration.ofSeconds(90));
		alert.setSeverity(Severity.WARNING);
		Alert off = new Alert();
		off.setEnabled(false);
		Map<String, Rule> alerts = Everything.alerts(Map.of("HIGHERRORRATE", alert, "high-latency", off));
		Rule rule = alerts.get("HighErrorRate");
		assertThat(rule.expression()).contains("> 0.02");
		assertThat(rule.annotations()).containsEntry("summary", "More than 2 % of the requests to shop fail");
		assertThat(rule.pending()).isEqualTo(Duration.ofSeconds(90));
		assertThat(rule.labels()).containsEntry("severity", "warning");
		assertThat(alerts).doesNotContainKey("HighLatency").containsKey("CriticalLatency");
	}

	@Test
	void shouldReadLimitsInTheirUnit() {
		assertThat(expression("high-latency", "750ms")).endsWith("> 0.75");
		assertThat(expression("certificate-expires-now", "3d")).endsWith("< 259200");
		assertThat(expression("high-token-rate", "2500000")).endsWith("> 2500000");
		assertThat(expression("low-cache-hit-ratio", "0.7")).contains("< 0.7\n");
	}

	@Test
	void shouldRefuseWhatCanNotBeMeant() {
		assertRefused("high-eror-rate", "0.1", "sightline.alerts.high-eror-rate", "There is no such alert");
		assertRefused("high-latency", "750", "sightline.alerts.high-latency.threshold", "a time");
		assertRefused("high-error-rate", "5", "sightline.alerts.high-error-rate.threshold", "a share from 0 to 1");
		assertRefused("high-latency", "-1s", "sightline.alerts.high-latency.threshold", "a time");
		assertRefused("access-denied", "NaN", "sightline.alerts.access-denied.threshold", "not negative");
		assertRefused("service-down", "1", "sightline.alerts.service-down.threshold", "no limit");
		Alert alert = new Alert();
		alert.setFor(Duration.ofMinutes(-1));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> Everything.rules(Map.of("service-down", alert)))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("sightline.alerts.service-down.for"));
	}

	private static void assertRefused(String key, String threshold, String property, String reason) {
		Alert alert = new Alert();
		alert.setThreshold(threshold);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> Everything.rules(Map.of(key, alert)))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo(property);
				assertThat(ex.getReason()).contains(reason);
			});
	}

	private static String expression(String key, String threshold) {
		Alert alert = new Alert();
		alert.setThreshold(threshold);
		String name = AlertCatalogue.all()
			.stream()
			.filter((definition) -> definition.key().equals(key))
			.findFirst()
			.orElseThrow()
			.name();
		return Everything.alerts(Map.of(key, alert)).get(name).expression();
	}

}
