package dev.sightline.autoconfigure.http.client;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How calls of HTTP clients are observed.
 */
@ConfigurationProperties("sightline.http.client")
public class HttpClientProperties {

	/**
	 * A call that takes longer is counted and logged as slow.
	 */
	private Duration slowThreshold = Duration.ofSeconds(1);

	public Duration getSlowThreshold() {
		return this.slowThreshold;
	}

	public void setSlowThreshold(Duration slowThreshold) {
		this.slowThreshold = slowThreshold;
	}

}
