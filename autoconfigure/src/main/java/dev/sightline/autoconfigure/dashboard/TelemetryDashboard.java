package dev.sightline.autoconfigure.dashboard;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * The dashboard of the telemetry itself: what of it is lost.
 */
final class TelemetryDashboard {

	private static final String PAGE = "reference/export.md#metrics";

	private static final String CARDINALITY = "reference/cardinality.md";

	static final Dashboard DASHBOARD = Dashboard.of("telemetry", "Sightline / Telemetry",
			"Whether metrics, log lines, spans and errors arrive where they should.", List.of(), scrape(), export(),
			lines(), series());

	private TelemetryDashboard() {
	}

	private static Row scrape() {
		return Row.of("Scrape", "reference/metrics.md", List.of(),
				Panel.graph("Scraped", "none", "Whether Prometheus could scrape the instance.")
					.query("up{@}", "{{job}} {{instance}}")
					.share()
					.alerts("metrics", "ServiceDown", "InstanceDown", "ScrapeMissing"),
				Panel.graph("Duration of a scrape", "s", "How long the instance takes to answer.")
					.query("scrape_duration_seconds{@}", "{{job}} {{instance}}")
					.alerts("metrics", "SlowScrape"),
				Panel.graph("Lines of a scrape", "short", "Samples that a scrape has.")
					.query("scrape_samples_scraped{@}", "{{job}} {{instance}}"));
	}

	private static Row export() {
		return Row.of("What leaves the process", PAGE, List.of(Signal.LOGGING, Signal.TRACING, Signal.SENTRY),
				Panel.graph("Offered", "ops", "Log lines, spans and errors a second that were to leave.")
					.rate("sightline_export_offered_total", "{@}", "signal, destination"),
				Panel.graph("Sent", "ops", "What left, in a second.")
					.rate("sightline_export_sent_total", "{@}", "signal, destination"),
				Panel.graph("Lost", "ops", "What did not leave, by reason. All of it should be 0.")
					.query("sum by (signal, destination, reason) (rate(sightline_export_dropped_total{@}[@]))",
							"{{signal}} {{destination}} dropped {{reason}}")
					.query("sum by (signal, destination, reason) (rate(sightline_export_failed_total{@}[@]))",
							"{{signal}} {{destination}} failed {{reason}}")
					.alerts("export", "SpansLost", "LogLinesLost", "SentryEventsLost"),
				Panel.graph("Queues", "none", "What waits to be sent.")
					.gauge("sightline_export_queue_size", "{@}", "signal, destination")
					.alerts("export", "ExportStalled"),
				Panel.graph("Since the last success", "s", "How long ago something was last sent.")
					.query("time() - max by (signal, destination) (sightline_export_last_success_time_seconds{@})",
							"{{signal}} {{destination}}")
					.alerts("export", "ExportStalled"));
	}

	private static Row lines() {
		return Row.of("Log lines and traces", PAGE, List.of(Signal.LOGGING, Signal.TRACING),
				Panel.graph("Log lines", "ops", "Lines a second by level, whether or not they are shipped.")
					.rate("logback_events_total", "{@}", "level")
					.of(Signal.LOGGING),
				Panel.graph("Texts that could not be redacted", "ops", "They were replaced as a whole.")
					.rate("sightline_redaction_failures_total", "{@}", "job")
					.page("reference/redaction.md")
					.alerts("export", "RedactionFailing"),
				Panel
					.graph("Failures kept of traces", "none",
							"Spans that wait until it is known how their request ends.")
					.gauge("sightline_tracing_keep_waiting", "{@}", "instance")
					.of(Signal.TRACING)
					.page("reference/tracing.md"),
				Panel.graph("Baggage not taken", "ops", "Baggage of callers that was not taken from them.")
					.rate("sightline_tracing_baggage_discarded_total", "{@}", "reason")
					.of(Signal.TRACING)
					.page("reference/tracing.md"));
	}

	private static Row series() {
		return Row.of("Series", CARDINALITY, List.of(Signal.METRICS),
				Panel.graph("Beyond the limit", "ops", "Lookups of series that were beyond a limit, by meter.")
					.rate("sightline_cardinality_overflow_total", "{@}", "meter")
					.page(CARDINALITY + "#what-is-beyond")
					.alerts("metrics", "CardinalityOverflow"),
				Panel.bars("Largest metrics", "short", "Series of the scrape by name, with a line for each boundary.")
					.query("topk(15, count by (__name__) ({__name__=~'.+',job=~'$application',instance=~'$instance'}))",
							"{{__name__}}"));
	}

}
