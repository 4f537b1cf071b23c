package dev.sightline.autoconfigure.http;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How HTTP requests are observed.
 */
@ConfigurationProperties("sightline.http")
public class HttpProperties {

	/**
	 * A request that takes longer is counted and logged as slow.
	 */
	private Duration slowThreshold = Duration.ofSeconds(1);

	/**
	 * Patterns of paths, without the context path, that are not observed: no span, no
	 * metric. By default the endpoints of the actuator and of health. An empty value
	 * observes all.
	 */
	private @Nullable List<String> exclude;

	public Duration getSlowThreshold() {
		return this.slowThreshold;
	}

	public void setSlowThreshold(Duration slowThreshold) {
		this.slowThreshold = slowThreshold;
	}

	public @Nullable List<String> getExclude() {
		return this.exclude;
	}

	public void setExclude(@Nullable List<String> exclude) {
		this.exclude = exclude;
	}

}
