package dev.sightline.autoconfigure.export;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the end of the application.
 */
@ConfigurationProperties("sightline")
public class ShutdownProperties {

	/**
	 * How long the end of the application waits for spans, events and log lines to be
	 * sent, all together. It is counted from the moment when the web server has stopped.
	 */
	private Duration shutdownTimeout = Duration.ofSeconds(3);

	public Duration getShutdownTimeout() {
		return this.shutdownTimeout;
	}

	public void setShutdownTimeout(Duration shutdownTimeout) {
		this.shutdownTimeout = shutdownTimeout;
	}

}
