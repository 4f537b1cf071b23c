package dev.sightline.autoconfigure.slo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.sightline.autoconfigure.rules.Rule;
import dev.sightline.autoconfigure.rules.RuleFile;
import dev.sightline.autoconfigure.rules.RuleGroup;
import dev.sightline.autoconfigure.rules.RuleScope;
import dev.sightline.autoconfigure.rules.RuleSource;
import dev.sightline.autoconfigure.slo.Slo.Apdex;

/**
 * The rules of the objectives: what is recorded, and alerts on how fast error budgets are
 * spent.
 */
class SloRules implements RuleSource {

	private static final Duration RATE = Duration.ofMinutes(5);

	/**
	 * From this window on sums are over so many samples that once a minute is enough.
	 */
	private static final Duration LONG = Duration.ofDays(1);

	private static final Duration LONG_INTERVAL = Duration.ofMinutes(1);

	private static final String PAGE = "slo.md#";

	private final List<Slo> slos;

	private final RuleScope scope;

	SloRules(List<Slo> slos, RuleScope scope) {
		this.slos = slos;
		this.scope = scope;
	}

	@Override
	public List<RuleGroup> groups() {
		return this.slos.stream().flatMap((slo) -> Stream.of(group(slo), longGroup(slo))).toList();
	}

	private RuleGroup group(Slo slo) {
		Map<String, String> labels = labels(slo);
		List<Rule> rules = new ArrayList<>();
		rules.add(record("slo:events:rate5m", "sum by (${by}) (rate(%s[5m]))".formatted(slo.total().query()), labels));
		// A series of what is good may be missing, if nothing is.
		rules.add(record("slo:errors:rate5m", """
				sum by (${by}) (rate(%s[5m]))
				  - (sum by (${by}) (rate(%s[5m])) or 0 * sum by (${by}) (rate(%s[5m])))
				""".formatted(slo.total().query(), slo.good().query(), slo.total().query()), labels));
		windows(slo).filter((window) -> window.compareTo(LONG) < 0)
			.forEach((window) -> rules.add(ratio(slo, window, labels)));
		rules.add(record("slo:objective:ratio",
				"0 * slo:events:rate5m%s + %s".formatted(chosen(slo), plain(slo.objective())), labels));
		Apdex apdex = slo.apdex();
		if (apdex != null) {
			rules.add(record("slo:apdex:ratio_rate5m", """
					(
					  sum by (${by}) (rate(%s[5m]))
					  + sum by (${by}) (rate(%s[5m]))
					) / 2 / sum by (${by}) (rate(%s[5m]))
					""".formatted(apdex.satisfied().query(), apdex.tolerated().query(), apdex.total().query()),
					labels));
		}
		for (BurnRate rate : BurnRate.values()) {
			BigDecimal limit = rate.factor(slo.window()).multiply(slo.budget());
			// One that can not be reached would look like an alert.
			if (limit.compareTo(BigDecimal.ONE) < 0) {
				rules.add(alert(slo, rate, limit));
			}
		}
		return new RuleGroup(groupName(slo), rules);
	}

	private RuleGroup longGroup(Slo slo) {
		Map<String, String> labels = labels(slo);
		List<Rule> rules = new ArrayList<>();
		windows(slo).filter((window) -> window.compareTo(LONG) >= 0)
			.forEach((window) -> rules.add(ratio(slo, window, labels)));
		rules.add(record("slo:error_budget_remaining:ratio",
				"1 - %s%s / %s".formatted(ratio(slo.window()), chosen(slo), plain(slo.budget())), labels));
		// No objective has a slash in its name, so that no group has two meanings.
		return new RuleGroup(groupName(slo) + "/long", LONG_INTERVAL, rules);
	}

	private String groupName(Slo slo) {
		return this.scope.service() + "-slo-" + slo.name();
	}

	private Map<String, String> labels(Slo slo) {
		Map<String, String> labels = new LinkedHashMap<>();
		labels.put("service", this.scope.service());
		labels.put("slo", slo.name());
		return labels;
	}

	private Rule ratio(Slo slo, Duration window, Map<String, String> labels) {
		String ratio = window.equals(RATE) ? "slo:errors:rate5m%2$s / slo:events:rate5m%2$s"
				: "sum_over_time(slo:errors:rate5m%2$s[%1$s]) / sum_over_time(slo:events:rate5m%2$s[%1$s])";
		return record(ratio(window), ratio.formatted(RuleFile.duration(window), chosen(slo)), labels);
	}

	private Rule alert(Slo slo, BurnRate rate, BigDecimal limit) {
		String expression = """
				%1$s%3$s > %4$s
				and %2$s%3$s > %4$s
				""".formatted(ratio(rate.longWindow()), ratio(rate.shortWindow()), chosen(slo), plain(limit));
		Map<String, String> labels = this.scope.labels(rate.severity(), "slo");
		labels.put("slo", slo.name());
		String runbook = PAGE + rate.alert().toLowerCase(Locale.ROOT);
		return Rule.alert(rate.alert(), this.scope.fill(expression), Duration.ZERO, labels,
				this.scope.annotations(
						this.scope.fill("${service} spends the error budget of " + slo.name() + " too fast"),
						"{{ $value | humanizePercentage }} were bad in the last " + RuleFile.duration(rate.longWindow())
								+ ", " + plain(rate.factor(slo.window())) + " times as many as "
								+ percent(slo.objective()) + " allows are too many.",
						runbook));
	}

	private static Stream<Duration> windows(Slo slo) {
		Set<Duration> windows = new TreeSet<>(Set.of(slo.window()));
		for (BurnRate rate : BurnRate.values()) {
			windows.add(rate.longWindow());
			windows.add(rate.shortWindow());
		}
		return windows.stream();
	}

	private static String ratio(Duration window) {
		return "slo:error_ratio:" + RuleFile.duration(window);
	}

	private String chosen(Slo slo) {
		return "{${app}, service=" + RuleFile.quoted(this.scope.service()) + ", slo=" + RuleFile.quoted(slo.name())
				+ "}";
	}

	private Rule record(String name, String expression, Map<String, String> labels) {
		return Rule.recording(name, this.scope.fill(expression), labels);
	}

	private static String percent(BigDecimal share) {
		return plain(share.movePointRight(2)) + " %";
	}

	private static String plain(BigDecimal number) {
		return number.stripTrailingZeros().toPlainString();
	}

}
