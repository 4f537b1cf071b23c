package dev.sightline.autoconfigure.slo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.sightline.autoconfigure.rules.RuleFile;
import dev.sightline.autoconfigure.rules.RuleGroup;
import dev.sightline.testing.Promtool;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Objectives in Prometheus' own engine: which alerts fire at which share of failures,
 * what is left of the budget, and Apdex.
 */
@Tag("faults")
class SloPromtoolTests {

	private static final int MINUTES = 420;

	private static final String GOOD = "http_server_requests_seconds_count{job=\"shop\",uri=\"/api/carts\",status=\"200\"}";

	private static final String BAD = "http_server_requests_seconds_count{job=\"shop\",uri=\"/api/carts\",status=\"500\"}";

	@TempDir
	Path directory;

	@BeforeAll
	static void shouldHavePromtool() {
		Promtool.assumeInstalled("promtool");
	}

	@Test
	void shouldAlertOnHowFastTheBudgetIsSpent() throws IOException {
		StringBuilder test = new StringBuilder();
		// Of 10,000 requests a minute one in a thousand may fail.
		alerts(test, "within the budget", values("+9995", "+5"));
		alerts(test, "counter reset", resets("+9995", "+5"));
		alerts(test, "no data", "");
		alerts(test, "nothing fails", values("+9995", "-"));
		alerts(test, "twice", values("+9980", "+20"), "SloBurnsSlowly");
		alerts(test, "four times", values("+9960", "+40"), "SloBurnsSlowly", "SloBurns");
		alerts(test, "eight times", values("+9920", "+80"), "SloBurnsSlowly", "SloBurns", "SloBurnsFast");
		alerts(test, "twenty times", values("+9800", "+200"), "SloBurnsSlowly", "SloBurns", "SloBurnsFast",
				"SloBurnsVeryFast");
		alerts(test, "nothing is well", values("-", "+200"), "SloBurnsSlowly", "SloBurns", "SloBurnsFast",
				"SloBurnsVeryFast");
		run("available", test);
	}

	@Test
	void shouldRecordWhatIsLeftOfTheBudget() throws IOException {
		StringBuilder test = new StringBuilder();
		test.append("- interval: 1m\n").append(values("+9995", "+5")).append("  promql_expr_test:\n");
		value(test, "round(slo:error_budget_remaining:ratio, 0.001)", "0.5");
		value(test, "slo:objective:ratio", "0.999");
		run("available", test);
	}

	@Test
	void shouldRecordApdex() throws IOException {
		StringBuilder test = new StringBuilder("- interval: 1m\n  input_series:\n");
		String bucket = "http_server_requests_seconds_bucket{job=\"shop\",uri=\"/a\",status=\"200\",le=\"%s\"}";
		series(test, bucket.formatted("0.25"), "+60");
		series(test, bucket.formatted("1.0"), "+90");
		series(test, bucket.formatted("+Inf"), "+95");
		series(test, "http_server_requests_seconds_count{job=\"shop\",uri=\"/a\",status=\"200\"}", "+95");
		series(test, "http_server_requests_seconds_count{job=\"shop\",uri=\"/a\",status=\"500\"}", "+5");
		test.append("  promql_expr_test:\n");
		// 60 satisfied and half of 30 tolerated, of 100.
		value(test, "round(slo:apdex:ratio_rate5m, 0.001)", "0.75");
		run("fast", test);
	}

	private static void alerts(StringBuilder test, String name, String series, String... alerts) {
		test.append("- name: \"%s\"\n  interval: 1m\n".formatted(name))
			.append(series.isEmpty() ? "  input_series: []\n" : series)
			.append("  promql_expr_test:\n  - eval_time: %dm\n".formatted(MINUTES))
			.append("    expr: count by (alertname) (ALERTS{alertstate=\"firing\", slo=\"available\", service=\"shop\"})\n");
		test.append((alerts.length == 0) ? "    exp_samples: []\n" : "    exp_samples:\n");
		for (String alert : alerts) {
			test.append("    - {labels: '{alertname=\"%s\"}', value: 1}\n".formatted(alert));
		}
	}

	private static void value(StringBuilder test, String expression, String value) {
		test.append("  - eval_time: %dm\n    expr: sum(%s)\n    exp_samples: [{labels: '{}', value: %s}]\n"
			.formatted(MINUTES, expression, value));
	}

	private static String values(String good, String bad) {
		StringBuilder series = new StringBuilder("  input_series:\n");
		series(series, GOOD, good);
		series(series, BAD, bad);
		return series.toString();
	}

	private static String resets(String good, String bad) {
		return values(good + "x200 0" + good, bad + "x200 0" + bad);
	}

	private static void series(StringBuilder test, String series, String value) {
		if (!value.equals("-")) {
			test.append("  - series: '%s'\n    values: '0%sx%d'\n".formatted(series, value, MINUTES));
		}
	}

	private void run(String slo, StringBuilder tests) throws IOException {
		List<RuleGroup> group = List.of(new RuleGroup(slo, SloTests.rules(slo)));
		Path rules = Files.writeString(this.directory.resolve(slo + ".yml"), RuleFile.write(group));
		assertThat(Promtool.run("check", "rules", rules.toString())).contains("SUCCESS");
		Path file = Files.writeString(this.directory.resolve(slo + ".test.yml"),
				"rule_files: [" + slo + ".yml]\nevaluation_interval: 5m\ntests:\n" + tests);
		assertThat(Promtool.run("test", "rules", file.toString())).contains("SUCCESS").doesNotContain("FAILED");
	}

}
