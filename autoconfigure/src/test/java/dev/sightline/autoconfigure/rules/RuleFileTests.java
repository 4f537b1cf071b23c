package dev.sightline.autoconfigure.rules;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RuleFile} and {@link RuleScope}.
 */
class RuleFileTests {

	@Test
	void shouldWriteWhatAParserReads() {
		Map<String, String> labels = new LinkedHashMap<>();
		labels.put("severity", "high");
		labels.put("text", "a \"quote\", a \\ and\na line: #no comment");
		String file = RuleFile.write(List.of(
				new RuleGroup("first", Duration.ofSeconds(30),
						List.of(Rule.recording("some:ratio", "1 - x{a=\"b\"}\n  / y", Map.of()), Rule.alert("Some",
								"some:ratio > 1", Duration.ofMinutes(90), labels, Map.of("summary", "yes")))),
				new RuleGroup("none", List.of())));
		Map<String, Object> read = new Yaml().load(file);
		assertThat(read).isEqualTo(Map.of("groups",
				List.of(Map.of("name", "first", "interval", "30s", "rules",
						List.of(Map.of("record", "some:ratio", "expr", "1 - x{a=\"b\"}\n  / y"),
								Map.of("alert", "Some", "expr", "some:ratio > 1", "for", "90m", "labels", labels,
										"annotations", Map.of("summary", "yes")))))));
	}

	@Test
	void shouldWriteAFileWithoutRules() {
		assertThat(RuleFile.write(List.of())).isEqualTo("groups: []\n");
	}

	@Test
	void shouldWriteTimesAsPrometheusDoes() {
		assertThat(RuleFile.duration(Duration.ZERO)).isEqualTo("0s");
		assertThat(RuleFile.duration(Duration.ofMillis(1500))).isEqualTo("1500ms");
		assertThat(RuleFile.duration(Duration.ofDays(30))).isEqualTo("30d");
		assertThat(RuleFile.duration(Duration.ofHours(6))).isEqualTo("6h");
		assertThat(RuleFile.duration(Duration.ofMinutes(90))).isEqualTo("90m");
	}

	@Test
	void shouldSpeakOfTheSeriesOfTheApplication() {
		RulesProperties properties = new RulesProperties();
		properties.setBy(List.of("namespace"));
		RuleScope scope = new RuleScope("shop", Map.of("cost-center", "7", "1st", "a"), properties);
		assertThat(scope.fill("sum by (${by}) (up{${app}})")).isEqualTo("sum by (job, namespace) (up{job=\"shop\"})");
		assertThat(scope.fill("${each}")).isEqualTo("job, namespace, instance");
		assertThat(scope.labels("info", "http")).containsEntry("cost_center", "7").containsEntry("_st", "a");
		assertThat(scope.annotations("a", "b", "c.md#d")).doesNotContainKey("runbook_url");
		properties.setJob("shop-service");
		assertThat(new RuleScope("shop", Map.of(), properties).fill("${app}")).isEqualTo("job=\"shop-service\"");
	}

	/**
	 * Labels and texts of an alert are templates.
	 */
	@Test
	void shouldTakeNamesForWhatTheyAre() {
		RuleScope scope = new RuleScope("{{shop}}", Map.of("team", "{{ $value }}"), new RulesProperties());
		assertThat(scope.labels("info", "http")).containsEntry("team", "{{ \"{{\" }} $value }}")
			.containsEntry("service", "{{ \"{{\" }}shop}}");
		assertThat(scope.fill("${service} is down: {{ $value }}"))
			.isEqualTo("{{ \"{{\" }}shop}} is down: {{ $value }}");
		assertThat(scope.fill("up{${app}}")).isEqualTo("up{job=\"{{shop}}\"}");
	}

	@Test
	void shouldRefuseWhatIsNoLabelAndNoUrl() {
		RulesProperties labels = new RulesProperties();
		labels.setBy(List.of("name space"));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> new RuleScope("shop", Map.of(), labels))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("sightline.rules.by"));
		RulesProperties url = new RulesProperties();
		url.setRunbookUrl("wiki/runbooks");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> new RuleScope("shop", Map.of(), url))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("sightline.rules.runbook-url"));
	}

}
