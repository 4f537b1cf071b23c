package dev.sightline.autoconfigure.security;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How security is observed.
 */
@ConfigurationProperties("sightline.security")
public class SecurityEventProperties {

	/**
	 * Whether the filters of Spring Security have spans and metrics of their own.
	 */
	private boolean observeFilterChain = false;

	/**
	 * Whether each security event is an audit event of Spring Boot too, with account and
	 * address.
	 */
	private boolean auditEvents = false;

	/**
	 * Whether log lines tell the account and the address of the client.
	 */
	private boolean includeSubject = false;

	private final BruteForce bruteForce = new BruteForce();

	public boolean isObserveFilterChain() {
		return this.observeFilterChain;
	}

	public void setObserveFilterChain(boolean observeFilterChain) {
		this.observeFilterChain = observeFilterChain;
	}

	public boolean isAuditEvents() {
		return this.auditEvents;
	}

	public void setAuditEvents(boolean auditEvents) {
		this.auditEvents = auditEvents;
	}

	public boolean isIncludeSubject() {
		return this.includeSubject;
	}

	public void setIncludeSubject(boolean includeSubject) {
		this.includeSubject = includeSubject;
	}

	public BruteForce getBruteForce() {
		return this.bruteForce;
	}

	/**
	 * When failed logins look like guessing.
	 */
	public static class BruteForce {

		static final String THRESHOLD = "sightline.security.brute-force.threshold";

		static final String WINDOW = "sightline.security.brute-force.window";

		/**
		 * How many failed logins of one account, or from one address, are suspicious.
		 */
		private int threshold = 10;

		/**
		 * The time in which they are counted.
		 */
		private Duration window = Duration.ofMinutes(5);

		public int getThreshold() {
			return this.threshold;
		}

		public void setThreshold(int threshold) {
			this.threshold = threshold;
		}

		public Duration getWindow() {
			return this.window;
		}

		public void setWindow(Duration window) {
			this.window = window;
		}

	}

}
