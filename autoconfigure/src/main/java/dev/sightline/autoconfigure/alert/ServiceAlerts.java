package dev.sightline.autoconfigure.alert;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * Alerts about the service as Prometheus sees it.
 */
final class ServiceAlerts {

	private static final AlertGroup GROUP = AlertGroup.of(Signal.METRICS);

	private ServiceAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(GROUP.critical("ServiceDown")
			.minutes(2)
			.when("""
					max by (${by}) (up{${app}}) == 0
					""")
			.says("No instance of ${service} answers", "Prometheus can scrape no instance of {{ $labels.job }}."),
				GROUP.high("InstanceDown")
					.minutes(5)
					.when("""
							up{${app}} == 0
							""")
					.says("An instance of ${service} does not answer",
							"Prometheus can not scrape {{ $labels.instance }}."),
				GROUP.high("ScrapeMissing")
					.minutes(5)
					.when("""
							absent(up{${app}})
							""")
					.says("Prometheus does not know ${service}",
							"No target of Prometheus has the job {{ $labels.job }}: nothing is known of the service, and no other alert of it can fire."),
				GROUP.warning("SlowScrape")
					.limit(5, Unit.SECONDS)
					.minutes(10)
					.when("""
							scrape_duration_seconds{${app}} > ${limit}
							""")
					.says("A scrape of ${service} takes longer than ${limit}",
							"A scrape of {{ $labels.instance }} takes {{ $value | humanizeDuration }}. One that takes longer than the time-out of Prometheus, 10s by default, is lost."),
				GROUP.warning("ApplicationErrors")
					.limit(0.1, Unit.COUNT)
					.minutes(10)
					.when("""
							sum by (${by}, component) (rate(application_errors_total{${app}}[5m])) > ${limit}
							""")
					.says("More than ${limit} errors a second in one component of ${service}",
							"{{ $labels.component }} has {{ $value | humanize }} errors a second."),
				GROUP.warning("CardinalityOverflow")
					.minutes(5)
					.when("""
							sum by (${by}, meter) (rate(sightline_cardinality_overflow_total{${app}}[15m])) > 0
							""")
					.says("A meter of ${service} has too many series",
							"{{ $labels.meter }} has more series than it may: what comes later is counted as _other."));
	}

}
