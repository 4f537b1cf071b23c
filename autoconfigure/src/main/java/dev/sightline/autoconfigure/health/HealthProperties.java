package dev.sightline.autoconfigure.health;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * How health is checked.
 */
@ConfigurationProperties("sightline.health")
public class HealthProperties {

	/**
	 * Path of the probes on the main port, below the context path.
	 */
	private String basePath = "/health";

	/**
	 * How often each check runs. The time varies by a tenth.
	 */
	private Duration interval = Duration.ofSeconds(10);

	/**
	 * How long a check may take. One that takes longer has failed.
	 */
	private Duration timeout = Duration.ofSeconds(2);

	/**
	 * How many failures in a row it takes for a check to count as failed.
	 */
	private int failureThreshold = 2;

	/**
	 * How many successes in a row it takes for a failed check to count as recovered.
	 */
	private int successThreshold = 2;

	/**
	 * Names of the checks that readiness depends on. By default the primary database,
	 * unless the group "readiness" of Spring Boot names its members.
	 */
	private @Nullable Set<String> critical;

	private final Detailed detailed = new Detailed();

	private final Deadlocks deadlocks = new Deadlocks();

	public String getBasePath() {
		return this.basePath;
	}

	public void setBasePath(String basePath) {
		this.basePath = basePath;
	}

	public Duration getInterval() {
		return this.interval;
	}

	public void setInterval(Duration interval) {
		this.interval = interval;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public int getFailureThreshold() {
		return this.failureThreshold;
	}

	public void setFailureThreshold(int failureThreshold) {
		this.failureThreshold = failureThreshold;
	}

	public int getSuccessThreshold() {
		return this.successThreshold;
	}

	public void setSuccessThreshold(int successThreshold) {
		this.successThreshold = successThreshold;
	}

	public @Nullable Set<String> getCritical() {
		return this.critical;
	}

	public void setCritical(@Nullable Set<String> critical) {
		this.critical = critical;
	}

	public Detailed getDetailed() {
		return this.detailed;
	}

	public Deadlocks getDeadlocks() {
		return this.deadlocks;
	}

	/**
	 * A duration that has to be longer than nothing.
	 * @param key the key that it was read from
	 * @param value the duration
	 * @throws InvalidConfigurationPropertyValueException if it is not
	 */
	public static Duration positive(String key, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new InvalidConfigurationPropertyValueException(key, value,
					"It has to be longer than nothing, such as 2s.");
		}
		return value;
	}

	/**
	 * Who may read what is wrong.
	 */
	public static class Detailed {

		/**
		 * Roles that may read the details. By default those of
		 * management.endpoint.health.roles.
		 */
		private @Nullable Set<String> roles;

		/**
		 * Bearer token that may read the details and the health series. Blank means that
		 * there is none.
		 */
		private @Nullable String token;

		public @Nullable Set<String> getRoles() {
			return this.roles;
		}

		public void setRoles(@Nullable Set<String> roles) {
			this.roles = roles;
		}

		public @Nullable String getToken() {
			return this.token;
		}

		public void setToken(@Nullable String token) {
			this.token = token;
		}

	}

	/**
	 * The detector of deadlocks.
	 */
	public static class Deadlocks {

		/**
		 * Whether threads are checked for deadlocks, which then end liveness.
		 */
		private boolean enabled = false;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

}
