package dev.sightline.autoconfigure.alert;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * Alerts about requests that are answered, and about calls of other services.
 */
final class HttpAlerts {

	private static final AlertGroup GROUP = AlertGroup.of(Signal.HTTP);

	private static final String SLOW = """
			histogram_quantile(0.95, sum by (${by}, le) (rate(http_server_requests_seconds_bucket{${app}}[5m]))) > ${limit}
			""";

	private HttpAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(
				GROUP.critical("HighErrorRate")
					.limit(0.05, Unit.RATIO)
					.minutes(5)
					.when("""
							sum by (${by}) (rate(http_server_requests_seconds_count{${app}, status=~"5.."}[5m]))
							  / sum by (${by}) (rate(http_server_requests_seconds_count{${app}}[5m]))
							  > ${limit}
							and sum by (${by}) (increase(http_server_requests_seconds_count{${app}, status=~"5.."}[5m])) >= 5
							""")
					.says("More than ${limit} of the requests to ${service} fail",
							"{{ $value | humanizePercentage }} of the requests are answered with 5xx."),
				GROUP.high("HighRouteErrorRate")
					.limit(0.5, Unit.RATIO)
					.minutes(10)
					.when("""
							sum by (${by}, method, uri) (rate(http_server_requests_seconds_count{${app}, status=~"5.."}[5m]))
							  / sum by (${by}, method, uri) (rate(http_server_requests_seconds_count{${app}}[5m]))
							  > ${limit}
							and sum by (${by}, method, uri) (increase(http_server_requests_seconds_count{${app}, status=~"5.."}[5m])) >= 5
							""")
					.says("More than ${limit} of the requests to one route of ${service} fail",
							"{{ $value | humanizePercentage }} of {{ $labels.method }} {{ $labels.uri }} are answered with 5xx."),
				GROUP.warning("HighLatency")
					.limit(2, Unit.SECONDS)
					.minutes(5)
					.when(SLOW)
					.says("${service} is slow",
							"One request in twenty takes longer than {{ $value | humanizeDuration }}."),
				GROUP.critical("CriticalLatency")
					.limit(10, Unit.SECONDS)
					.minutes(5)
					.when(SLOW)
					.says("${service} is too slow to be of use",
							"One request in twenty takes longer than {{ $value | humanizeDuration }}."),
				GROUP.high("ServerThreadsExhausted")
					.needs((present) -> present.hasClass("org.apache.catalina.startup.Tomcat"))
					.limit(0.9, Unit.RATIO)
					.minutes(5)
					.when("""
							tomcat_threads_busy_threads{${app}} / tomcat_threads_config_max_threads{${app}} > ${limit}
							""")
					.says("The server of ${service} has hardly a thread left",
							"{{ $value | humanizePercentage }} of the threads of {{ $labels.instance }} are busy. Requests wait once all are."),
				GROUP.warning("TooManyRequests")
					.limit(0.1, Unit.RATIO)
					.minutes(10)
					.when("""
							sum by (${by}) (rate(rate_limit_hits_total{${app}}[5m]))
							  / sum by (${by}) (rate(http_server_requests_seconds_count{${app}}[5m]))
							  > ${limit}
							""")
					.says("More than ${limit} of the requests to ${service} are over a limit",
							"{{ $value | humanizePercentage }} of the requests are answered with 429."),
				GROUP.high("DependencyFailing")
					.limit(0.1, Unit.RATIO)
					.minutes(5)
					.when("""
							sum by (${by}, client_name) (rate(http_client_requests_seconds_count{${app}, outcome=~"SERVER_ERROR|UNKNOWN"}[5m]))
							  / sum by (${by}, client_name) (rate(http_client_requests_seconds_count{${app}}[5m]))
							  > ${limit}
							and sum by (${by}, client_name) (increase(http_client_requests_seconds_count{${app}, outcome=~"SERVER_ERROR|UNKNOWN"}[5m])) >= 5
							""")
					.says("More than ${limit} of the calls from ${service} to one host fail",
							"{{ $value | humanizePercentage }} of the calls to {{ $labels.client_name }} are answered with 5xx or not at all."),
				GROUP.warning("DependencySlow")
					.limit(5, Unit.SECONDS)
					.minutes(10)
					.when("""
							histogram_quantile(0.95, sum by (${by}, client_name, le) (rate(http_client_requests_seconds_bucket{${app}}[5m]))) > ${limit}
							""")
					.says("A host that ${service} calls is slow",
							"One call in twenty to {{ $labels.client_name }} takes longer than {{ $value | humanizeDuration }}."));
	}

}
