package dev.sightline.autoconfigure.dashboard;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * The dashboard of service level objectives: what is left of their budgets, and how fast
 * it goes. It shows what the rules of the objectives record.
 */
final class SloDashboard {

	private static final String PAGE = "reference/slo.md";

	private static final String APP = "{job=~'$application'}";

	static final Dashboard DASHBOARD = Dashboard.of("slo", "Sightline / SLO",
			"Service level objectives: what is left of their error budgets, and how fast it goes.", List.of(),
			budgets(), rates());

	private SloDashboard() {
	}

	private static Row budgets() {
		return Row.of("Error budgets", PAGE, List.of(Signal.METRICS),
				Panel.stat("Error budget left", "percentunit", "What is left in the window: below 0 it is missed.")
					.query("min by (job, slo) (slo:error_budget_remaining:ratio" + APP + ")", "{{job}} {{slo}}")
					.width(24)
					.badBelow(0),
				Panel.graph("Error budget", "percentunit", "What is left of the error budget in the window.")
					.query("min by (job, slo) (slo:error_budget_remaining:ratio" + APP + ")", "{{job}} {{slo}}")
					.width(12)
					.signed(),
				Panel
					.graph("Error budget since the start", "percentunit",
							"What each instance has left of the budget of all that it did since its start.")
					.query("slo_error_budget_remaining_ratio{@}", "{{instance}} {{slo}}")
					.width(12)
					.signed());
	}

	private static Row rates() {
		return Row.of("Burn rates", PAGE, List.of(Signal.METRICS),
				burnRate("Burn rate of an hour", "1h", "14.4 for an hour pages.").alerts("slo", "SloBurnsVeryFast"),
				burnRate("Burn rate of six hours", "6h", "6 for six hours pages.").alerts("slo", "SloBurnsFast"),
				burnRate("Burn rate of a day", "1d", "3 for a day is a ticket.").alerts("slo", "SloBurns"),
				burnRate("Burn rate of three days", "3d", "1 for three days is a ticket.").alerts("slo",
						"SloBurnsSlowly"),
				Panel.graph("Bad events", "percentunit", "Share of what was bad in the last five minutes.")
					.query("slo:error_ratio:5m" + APP, "{{job}} {{slo}}")
					.share(),
				Panel.graph("Events", "ops", "What counts for the objective, in a second.")
					.query("slo:events:rate5m" + APP, "{{job}} {{slo}}"),
				Panel.graph("Apdex of objectives", "none",
						"Of objectives of latency: requests within the threshold count whole, up to four times by half.")
					.query("slo:apdex:ratio_rate5m" + APP, "{{job}} {{slo}}")
					.share());
	}

	private static Panel burnRate(String title, String window, String limit) {
		return Panel.graph(title, "none", "How many times as fast as it may the budget goes: " + limit)
			.query("slo:error_ratio:%1$s%2$s / (1 - slo:objective:ratio%2$s)".formatted(window, APP),
					"{{job}} {{slo}}");
	}

}
