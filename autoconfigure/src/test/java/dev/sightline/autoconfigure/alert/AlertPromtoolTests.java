package dev.sightline.autoconfigure.alert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.sightline.autoconfigure.rules.Rule;
import dev.sightline.autoconfigure.rules.RuleFile;
import dev.sightline.autoconfigure.rules.RuleGroup;
import dev.sightline.autoconfigure.rules.RuleScope;
import dev.sightline.autoconfigure.rules.RulesProperties;
import dev.sightline.testing.Promtool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every alert in Prometheus' own engine, by {@code promtool}: it fires, it stays silent,
 * it stays silent without data and when counters start anew. The series are in
 * {@code cases.txt}.
 */
@Tag("faults")
class AlertPromtoolTests {

	/**
	 * The only alert that tells of what is not there.
	 */
	private static final String FIRES_WITHOUT_DATA = "ScrapeMissing";

	@TempDir
	Path directory;

	@BeforeAll
	static void shouldHavePromtool() {
		Promtool.assumeInstalled("promtool");
	}

	@Test
	void shouldLoadAll() throws IOException {
		Path file = Files.writeString(this.directory.resolve("all.yml"),
				RuleFile.write(Everything.rules(Map.of()).groups()));
		assertThat(Promtool.run("check", "rules", file.toString()))
			.contains("SUCCESS: " + AlertCatalogue.all().size() + " rules found");
	}

	/**
	 * A name with braces is no template.
	 */
	@Test
	void shouldLoadWithAnyName() throws IOException {
		RuleScope scope = new RuleScope("{{shop", Map.of("team", "{{ nobody }}"), new RulesProperties());
		AlertRules rules = new AlertRules(Everything.present(), scope, Map.of());
		Path file = Files.writeString(this.directory.resolve("named.yml"), RuleFile.write(rules.groups()));
		assertThat(Promtool.run("check", "rules", file.toString())).contains("SUCCESS");
	}

	@Test
	void shouldFireWhenItShould() throws IOException {
		Map<String, Rule> alerts = Everything.alerts(Map.of());
		Map<String, List<String>> cases = cases();
		assertThat(cases.keySet()).containsExactlyInAnyOrderElementsOf(alerts.keySet());
		List<String> command = new ArrayList<>(List.of("test", "rules"));
		for (Map.Entry<String, List<String>> entry : cases.entrySet()) {
			String name = entry.getKey();
			writeRule(name, alerts.get(name));
			Path test = this.directory.resolve(name + ".test.yml");
			Files.writeString(test, test(alerts.get(name), entry.getValue()));
			command.add(test.toString());
		}
		String output = Promtool.run(command.toArray(String[]::new));
		assertThat(output).contains("SUCCESS").doesNotContain("FAILED");
	}

	/**
	 * There each start is a container of another name.
	 */
	@Test
	void shouldSeeRestartsOnKubernetes() throws IOException {
		StringBuilder test = new StringBuilder();
		for (int start = 0; start < 4; start++) {
			test.append("  - series: 'container_start_time_seconds{job=\"kubelet\", instance=\"a:1\", namespace=\"a\", "
					+ "pod=\"shop-1\", container=\"shop\", name=\"%1$d\"}'\n    values: '%2$s1%1$d00x4 stale'\n"
						.formatted(start, "_x%d ".formatted(start * 5 + 1)));
		}
		test.append("  promql_expr_test:\n  - eval_time: 20m\n    expr: count(ALERTS{alertstate=\"firing\"})\n")
			.append("    exp_samples: [{labels: '{}', value: 1}]\n");
		assertPasses("ContainerRestartLoop", test);
	}

	/**
	 * Spans and log lines wait for one receiver that never took anything.
	 */
	@Test
	void shouldTellOfEachSignalThatWaits() throws IOException {
		StringBuilder test = new StringBuilder();
		for (String signal : List.of("traces", "logs")) {
			String labels = "{job=\"shop\", instance=\"a:1\", signal=\"%s\", destination=\"otlp\"}".formatted(signal);
			test.append("  - {series: 'sightline_export_queue_size%s', values: '5x60'}\n".formatted(labels))
				.append("  - {series: 'sightline_export_last_success_time_seconds%s', values: '%s'}\n".formatted(labels,
						"NaN ".repeat(60).strip()));
		}
		test.append("  promql_expr_test:\n  - eval_time: 30m\n")
			.append("    expr: count by (waiting) (ALERTS{alertstate=\"firing\", signal=\"export\"})\n")
			.append("    exp_samples: [{labels: '{waiting=\"logs\"}', value: 1}, {labels: '{waiting=\"traces\"}', value: 1}]\n");
		assertPasses("ExportStalled", test);
	}

	/**
	 * The first run of a night fails: its series was not there before. An hour later
	 * nothing is known, and the runs of the day before are none of today.
	 */
	@Test
	void shouldSeeATaskThatRunsOnceADay() throws IOException {
		StringBuilder test = new StringBuilder("  - series: 'tasks_scheduled_execution_seconds_count"
				+ "{job=\"shop\", instance=\"a:1\", code_namespace=\"a.Bills\", code_function=\"send\", outcome=\"ERROR\"}'\n"
				+ "    values: '_x90 1x1440 2x120'\n  - series: 'tasks_scheduled_execution_seconds_count"
				+ "{job=\"shop\", instance=\"a:1\", code_namespace=\"a.Bills\", code_function=\"send\", outcome=\"SUCCESS\"}'\n"
				+ "    values: '5x1700'\n  promql_expr_test:\n");
		for (int minute : List.of(89, 95, 160, 1000, 1540, 1600)) {
			boolean fires = minute == 95 || minute == 1540;
			test.append("  - eval_time: %dm\n    expr: count(ALERTS{alertstate=\"firing\"})\n".formatted(minute))
				.append(fires ? "    exp_samples: [{labels: '{}', value: 1}]\n" : "    exp_samples: []\n");
		}
		assertPasses("ScheduledTaskFailing", test);
	}

	@Test
	void shouldSeeThatMinioDoesNotAnswer() throws IOException {
		StringBuilder test = new StringBuilder("""
				  - {series: 'up{job="minio", instance="a:9000"}', values: '0x10'}
				  - {series: 'up{job="shop", instance="a:1"}', values: '0x10'}
				  promql_expr_test:
				  - {eval_time: 5m, expr: 'count(ALERTS{alertstate="firing"})', exp_samples: [{labels: '{}', value: 1}]}
				""");
		assertPasses("MinioDown", test);
	}

	/**
	 * Test one alert.
	 * @param series the series, and what is expected of them
	 */
	private void assertPasses(String alert, StringBuilder series) throws IOException {
		writeRule(alert, Everything.alerts(Map.of()).get(alert));
		Path test = Files.writeString(this.directory.resolve(alert + ".test.yml"), "rule_files: [" + alert
				+ ".yml]\nevaluation_interval: 1m\ntests:\n- interval: 1m\n  input_series:\n" + series);
		assertThat(Promtool.run("test", "rules", test.toString())).contains("SUCCESS").doesNotContain("FAILED");
	}

	private void writeRule(String name, Rule rule) throws IOException {
		Files.writeString(this.directory.resolve(name + ".yml"),
				RuleFile.write(List.of(new RuleGroup("one", List.of(rule)))));
	}

	private static String test(Rule rule, List<String> series) {
		StringBuilder test = new StringBuilder(
				"rule_files: [" + rule.name() + ".yml]\nevaluation_interval: 1m\ntests:\n");
		int minutes = AlertCase.minutes(rule);
		for (AlertCase situation : AlertCase.values()) {
			boolean fires = situation == AlertCase.FIRES
					|| situation == AlertCase.NO_DATA && rule.name().equals(FIRES_WITHOUT_DATA);
			test.append("- name: \"%s %s\"\n  interval: 1m\n".formatted(rule.name(), situation));
			String input = series.stream().map((line) -> situation.input(line, minutes)).reduce("", String::concat);
			test.append(input.isEmpty() ? "  input_series: []\n" : "  input_series:\n" + input);
			test.append("  promql_expr_test:\n  - eval_time: %dm\n".formatted(minutes - 1));
			String firing = "ALERTS{alertname=\"%s\", alertstate=\"firing\", severity=\"%s\"}".formatted(rule.name(),
					rule.labels().get("severity"));
			// One that has to stay silent may not fire for a moment either.
			test.append("    expr: count(%s)\n"
				.formatted(fires ? firing : "max_over_time(%s[%dm])".formatted(firing, minutes)));
			test.append(fires ? "    exp_samples: [{labels: '{}', value: 1}]\n" : "    exp_samples: []\n");
		}
		return test.toString();
	}

	/**
	 * The series of each alert.
	 */
	private static Map<String, List<String>> cases() throws IOException {
		Map<String, List<String>> cases = new java.util.LinkedHashMap<>();
		List<String> current = new ArrayList<>();
		String text = new String(AlertPromtoolTests.class.getResourceAsStream("cases.txt").readAllBytes(),
				StandardCharsets.UTF_8);
		for (String line : text.lines().filter((line) -> !line.isBlank() && !line.startsWith("#")).toList()) {
			if (line.contains(" ")) {
				current.add(line);
			}
			else {
				current = new ArrayList<>();
				cases.put(line, current);
			}
		}
		return cases;
	}

}
