package dev.sightline.autoconfigure.database.r2dbc;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings for statements of R2DBC.
 */
@ConfigurationProperties("sightline.r2dbc")
public class R2dbcProperties {

	/**
	 * A statement that takes longer is counted and logged as slow.
	 */
	private Duration slowThreshold = Duration.ofMillis(100);

	public Duration getSlowThreshold() {
		return this.slowThreshold;
	}

	public void setSlowThreshold(Duration slowThreshold) {
		this.slowThreshold = slowThreshold;
	}

}
