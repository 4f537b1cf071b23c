package dev.sightline.autoconfigure.dashboard;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * The dashboard of logins, refusals and what looks like an attack.
 */
final class SecurityDashboard {

	private static final String PAGE = "reference/security.md#metrics";

	private static final String EVENTS = "reference/security.md#events";

	static final Dashboard DASHBOARD = Dashboard.of("security", "Sightline / Security",
			"Logins, what was refused, what looks like guessing, and certificates.", List.of(), logins(), events(),
			limits(), certificates());

	private SecurityDashboard() {
	}

	private static Row logins() {
		return Row.of("Logins", PAGE, List.of(Signal.SECURITY),
				Panel.graph("Authentication attempts", "ops", "Attempts a second, by method and result.")
					.rate("auth_attempts_total", "{@}", "method, result"),
				Panel
					.graph("Authentication failure rate", "percentunit",
							"Share of the attempts that failed, by method.")
					.query("(sum by (method) (rate(auth_attempts_total{@,result='failure'}[@])) or 0 * sum by (method) "
							+ "(rate(auth_attempts_total{@}[@]))) / sum by (method) (rate(auth_attempts_total{@}[@]))",
							"{{method}}")
					.share()
					.alerts("security", "AuthenticationFailures"),
				Panel.graph("Failed logins", "none", "Attempts that failed, in steps of the picture.")
					.query("sum by (method) (increase(auth_attempts_total{@,result='failure'}[@]))", "{{method}}"),
				Panel.graph("Duration of authentication", "s", "How long an attempt takes, on average.")
					.mean("auth_duration_seconds", "{@}", "method, result"));
	}

	private static Row events() {
		return Row.of("Events", EVENTS, List.of(Signal.SECURITY),
				Panel.graph("Security events", "none", "Events in steps of the picture, by type.")
					.query("sum by (type) (increase(security_events_total{@}[@]))", "{{type}}")
					.stacked(),
				Panel.graph("Severity of events", "none", "Events in steps of the picture, by severity.")
					.query("sum by (severity) (increase(security_events_total{@}[@]))", "{{severity}}")
					.stacked(),
				Panel.graph("Suspects", "none",
						"Accounts and addresses whose failed logins reached the threshold. Sightline blocks nobody.")
					.gauge("security_suspects", "{@}", "kind")
					.page("reference/security.md#guessing")
					.alerts("security", "BruteForce"),
				Panel.graph("Refused access", "ops", "Denied accesses, forged and blocked requests in a second.")
					.rate("security_events_total", "{@,type=~'access_denied|login_required|csrf|blocked_request'}",
							"type")
					.alerts("security", "AccessDenied"));
	}

	private static Row limits() {
		return Row.of("Limits and uploads", EVENTS, List.of(Signal.HTTP, Signal.UPLOAD),
				Panel.graph("Rate limiting events", "reqps", "Requests that were answered with 429, by route.")
					.rate("rate_limit_hits_total", "{@}", "uri")
					.of(Signal.HTTP)
					.page("reference/http.md#metrics"),
				Panel.graph("Refusals", "reqps", "Answers a second with 401, 403 or 429, by route.")
					.query("sum by (uri, status) (rate(http_server_requests_seconds_count{@,status=~'401|403|429'}[@]))",
							"{{status}} {{uri}}")
					.of(Signal.HTTP)
					.page("reference/http.md#metrics"),
				Panel.graph("Suspicious uploads", "reqps", "Uploads that were too large, malformed or broken off.")
					.rate("file_uploads_rejected_total", "{@}", "uri, reason")
					.of(Signal.UPLOAD)
					.page("reference/uploads.md#why-an-upload-is-rejected"));
	}

	private static Row certificates() {
		return Row.of("Certificates", "reference/health.md#dependencies", List.of(Signal.HEALTH),
				Panel
					.graph("Certificate expiry", "s", "Time until each certificate expires, of those that are checked.")
					.query("min by (name) (ssl_certificate_expiry_seconds{@})", "{{name}}")
					.signed()
					.alerts("health", "CertificateExpiresSoon", "CertificateExpiresNow"),
				Panel.graph("Certificates of this application", "s", "Time until a chain of an SSL bundle expires.")
					.query("min by (bundle, certificate) (ssl_chain_expiry_seconds{@})", "{{bundle}}")
					.signed()
					.alerts("health", "CertificateExpiresSoon", "CertificateExpiresNow"));
	}

}
