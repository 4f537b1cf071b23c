package dev.sightline.autoconfigure.alert;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * Alerts about what Spring Security decides.
 */
final class SecurityAlerts {

	private static final AlertGroup GROUP = AlertGroup.of(Signal.SECURITY);

	private SecurityAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(GROUP.high("BruteForce")
			.when("""
					max by (${by}, kind) (security_suspects{${app}}) > 0
					""")
			.says("Somebody guesses passwords of ${service}",
					"{{ $value }} suspicious: {{ $labels.kind }}. Log lines with the event brute_force tell more."),
				GROUP.warning("AuthenticationFailures")
					.limit(0.5, Unit.RATIO)
					.minutes(5)
					.when("""
							sum by (${by}, method) (rate(auth_attempts_total{${app}, result="failure"}[5m]))
							  / sum by (${by}, method) (rate(auth_attempts_total{${app}}[5m]))
							  > ${limit}
							and sum by (${by}, method) (increase(auth_attempts_total{${app}, result="failure"}[5m])) >= 10
							""")
					.says("More than ${limit} of the logins to ${service} fail",
							"{{ $value | humanizePercentage }} of the logins by {{ $labels.method }} fail."),
				GROUP.warning("AccessDenied")
					.limit(1, Unit.COUNT)
					.minutes(10)
					.when("""
							sum by (${by}, type) (rate(security_events_total{${app}, type=~"access_denied|csrf|blocked_request"}[5m])) > ${limit}
							""")
					.says("${service} refuses more than ${limit} requests a second",
							"{{ $value | humanize }} requests a second are refused: {{ $labels.type }}."));
	}

}
