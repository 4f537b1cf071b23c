package dev.sightline.autoconfigure.alert;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * Alerts about telemetry that is lost.
 */
final class ExportAlerts {

	private static final AlertGroup EXPORT = new AlertGroup("export", false,
			(present) -> present.has(Signal.TRACING) || present.has(Signal.LOGGING) || present.has(Signal.SENTRY));

	private ExportAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(
				EXPORT.warning("SpansLost")
					.needs((present) -> present.has(Signal.TRACING))
					.limit(0.01, Unit.RATIO)
					.minutes(10)
					.when(lost("traces"))
					.says("More than ${limit} of the spans of ${service} are lost",
							"{{ $value | humanizePercentage }} of the spans do not reach {{ $labels.destination }}."),
				EXPORT.warning("LogLinesLost")
					.needs((present) -> present.has(Signal.LOGGING))
					.limit(0.01, Unit.RATIO)
					.minutes(10)
					.when(lost("logs"))
					.says("More than ${limit} of the log lines of ${service} are lost",
							"{{ $value | humanizePercentage }} of the log lines do not reach {{ $labels.destination }}."),
				EXPORT.warning("SentryEventsLost")
					.needs((present) -> present.has(Signal.SENTRY))
					.limit(0.01, Unit.RATIO)
					.minutes(10)
					.when(lost("sentry"))
					.says("More than ${limit} of the events for Sentry of ${service} are lost",
							"{{ $value | humanizePercentage }} of the events for Sentry do not reach {{ $labels.destination }}."),
				// The time is NaN before the first success. An alert has a label "signal"
				// of its own.
				EXPORT.warning("ExportStalled")
					.limit(600, Unit.SECONDS)
					.minutes(10)
					.when("""
							label_replace(
							  sum by (${each}, signal, destination) (sightline_export_queue_size{${app}}) > 0
							  unless time() - max by (${each}, signal, destination) (sightline_export_last_success_time_seconds{${app}})
							    <= ${limit},
							  "waiting", "$1", "signal", "(.*)"
							)
							""")
					.says("Telemetry of ${service} waits",
							"{{ $value }} {{ $labels.waiting }} wait on {{ $labels.instance }} for {{ $labels.destination }}, which has taken nothing for more than ${limit}."),
				EXPORT.high("RedactionFailing")
					.when("""
							sum by (${by}) (increase(sightline_redaction_failures_total{${app}}[15m])) > 0
							""")
					.says("Texts of ${service} can not be redacted",
							"{{ $value | humanize }} texts were replaced as a whole in 15 minutes, since they could not be searched for secrets."));
	}

	private static String lost(String signal) {
		return """
				(
				  sum by (${by}, destination) (rate(sightline_export_dropped_total{${app}, signal="%1$s"}[5m]))
				  + sum by (${by}, destination) (rate(sightline_export_failed_total{${app}, signal="%1$s"}[5m]))
				) / sum by (${by}, destination) (rate(sightline_export_offered_total{${app}, signal="%1$s"}[5m]))
				  > ${limit}
				""".formatted(signal);
	}

}
