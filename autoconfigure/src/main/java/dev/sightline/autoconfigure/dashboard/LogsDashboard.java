package dev.sightline.autoconfigure.dashboard;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * The dashboard of log lines in Loki, for the format {@code json}.
 */
final class LogsDashboard {

	private static final String PAGE = "how-to/collect-the-logs.md";

	private static final String LINES = "{service_name=~\"$application\"} | json";

	static final Dashboard DASHBOARD = Dashboard.of("logs", "Sightline / Logs",
			"Log lines in Loki, collected with the label service_name: how many, which fail, and the lines themselves.",
			List.of(Variable.LOGS, Variable.text("search", "Line has"), Variable.text("trace", "Trace id")), volume(),
			lines());

	private LogsDashboard() {
	}

	private static Row volume() {
		return Row.of("How many", PAGE, List.of(Signal.LOGGING),
				Panel.graph("Log volume", "none", "Lines in steps of the picture, by level.")
					.logs("sum by (level) (count_over_time(" + LINES + " [$__auto]))", "{{level}}")
					.stacked(),
				Panel.pie("Error distribution", "none", "Lines at ERROR and CRITICAL, by the class that logged them.")
					.logs("topk(10, sum by (logger_name) (count_over_time(" + LINES
							+ " | level=~\"ERROR|CRITICAL\" [$__range])))", "{{logger_name}}"),
				Panel.graph("Events", "none", "Lines of what happened, in steps of the picture, by the type of event.")
					.logs("sum by (event_type) (count_over_time(" + LINES + " | event_type!=\"\" [$__auto]))",
							"{{event_type}}")
					.stacked()
					.page("reference/logging.md"));
	}

	private static Row lines() {
		return Row.of("Lines", PAGE, List.of(Signal.LOGGING),
				Panel.lines("Errors", "Lines at ERROR and CRITICAL.")
					.logs("{service_name=~\"$application\"} |~ `$search` | json | level=~\"ERROR|CRITICAL\"", ""),
				Panel.lines("Slow and repeated", "Lines of slow requests, slow and repeated queries.")
					.logs("{service_name=~\"$application\"} |~ `$search` | json | event_type=\"performance\"", "")
					.page("reference/http.md#slow-requests"),
				Panel.lines("Security", "Lines of logins, refusals and suspicions.")
					.logs("{service_name=~\"$application\"} |~ `$search` | json | event_type=~\"security|audit\"", "")
					.page("reference/security.md#log-lines"),
				Panel.lines("All lines", "All lines that have the text and the trace id that are chosen above.")
					.logs("{service_name=~\"$application\"} |~ `$search` | json | traceId=~\"$trace\"", ""));
	}

}
