package dev.sightline.autoconfigure.health.starvation;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How starvation is found.
 */
@ConfigurationProperties("sightline.health.starvation")
public class StarvationProperties {

	static final String THRESHOLD = "sightline.health.starvation.threshold";

	static final String EXECUTORS = "sightline.health.starvation.executors";

	/**
	 * Whether the threads of the server and of executors are checked for starvation,
	 * which then ends liveness.
	 */
	private boolean enabled = false;

	/**
	 * For how long tasks may wait while none is finished.
	 */
	private Duration threshold = Duration.ofMinutes(1);

	/**
	 * Names of the beans whose pools are checked besides the server. By default all
	 * executors; blank means none.
	 */
	private @Nullable Set<String> executors;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Duration getThreshold() {
		return this.threshold;
	}

	public void setThreshold(Duration threshold) {
		this.threshold = threshold;
	}

	public @Nullable Set<String> getExecutors() {
		return this.executors;
	}

	public void setExecutors(@Nullable Set<String> executors) {
		this.executors = executors;
	}

}
