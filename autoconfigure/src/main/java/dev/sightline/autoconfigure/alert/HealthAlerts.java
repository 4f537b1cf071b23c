package dev.sightline.autoconfigure.alert;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * Alerts about checks of health, and about certificates.
 */
final class HealthAlerts {

	private static final AlertGroup GROUP = AlertGroup.of(Signal.HEALTH);

	private static final String CERTIFICATES = """
			(ssl_certificate_expiry_seconds{${app}} or ssl_chain_expiry_seconds{${app}}) < ${limit}
			""";

	private HealthAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(
				GROUP.warning("CheckFailing")
					.minutes(5)
					.when("""
							health_status{${app}, check!~"certificate/.+"} == 0
							""")
					.says("A check of ${service} fails",
							"{{ $labels.check }} fails on {{ $labels.instance }}. /health/detailed tells why."),
				GROUP.warning("HealthFlapping")
					.limit(6, Unit.COUNT)
					.when("""
							sum by (${each}, check) (increase(health_transitions_total{${app}}[30m])) > ${limit}
							""")
					.says("A check of ${service} comes and goes",
							"{{ $labels.check }} on {{ $labels.instance }} changed {{ $value | humanize }} times in 30 minutes."),
				GROUP.warning("CertificateExpiresSoon")
					.limit(21 * 86400, Unit.SECONDS)
					.minutes(60)
					.when(CERTIFICATES)
					.says("A certificate of ${service} expires in less than ${limit}",
							"{{ $labels.name }}{{ $labels.bundle }} expires in {{ $value | humanizeDuration }}."),
				GROUP.critical("CertificateExpiresNow")
					.limit(7 * 86400, Unit.SECONDS)
					.minutes(60)
					.when(CERTIFICATES)
					.says("A certificate of ${service} expires in less than ${limit}",
							"{{ $labels.name }}{{ $labels.bundle }} expires in {{ $value | humanizeDuration }}."));
	}

}
