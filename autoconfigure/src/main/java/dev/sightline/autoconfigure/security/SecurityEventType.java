package dev.sightline.autoconfigure.security;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;

/**
 * What may happen that concerns security.
 */
enum SecurityEventType {

	/**
	 * Somebody was not who she said.
	 */
	LOGIN_FAILED(Severity.MEDIUM),

	/**
	 * Somebody who is known asked for what she may not have.
	 */
	ACCESS_DENIED(Severity.MEDIUM),

	/**
	 * Somebody who is not known asked for what only some may have. Often she logs in
	 * next.
	 */
	LOGIN_REQUIRED(Severity.LOW),

	/**
	 * A request had no valid token against forgery.
	 */
	CSRF(Severity.MEDIUM),

	/**
	 * The firewall of Spring Security rejected a request.
	 */
	BLOCKED_REQUEST(Severity.MEDIUM),

	/**
	 * A session got a new id at login, so that nobody else knows it.
	 */
	SESSION_FIXATION_PROTECTION(Severity.LOW),

	/**
	 * A request was answered with 429.
	 */
	RATE_LIMITED(Severity.LOW),

	/**
	 * Many logins of one account or from one address failed.
	 */
	BRUTE_FORCE(Severity.HIGH);

	private final Severity severity;

	private final String text = name().toLowerCase(Locale.ROOT);

	SecurityEventType(Severity severity) {
		this.severity = severity;
	}

	/**
	 * What it is to be denied something.
	 * @param authentication who was denied it, {@code null} if that is not known
	 */
	static SecurityEventType denied(@Nullable Authentication authentication) {
		return (authentication == null || authentication instanceof AnonymousAuthenticationToken) ? LOGIN_REQUIRED
				: ACCESS_DENIED;
	}

	/**
	 * As in tags and log lines.
	 */
	String text() {
		return this.text;
	}

	Severity severity() {
		return this.severity;
	}

	/**
	 * How bad it is.
	 */
	enum Severity {

		LOW, MEDIUM, HIGH;

		private final String text = name().toLowerCase(Locale.ROOT);

		String text() {
			return this.text;
		}

	}

}
