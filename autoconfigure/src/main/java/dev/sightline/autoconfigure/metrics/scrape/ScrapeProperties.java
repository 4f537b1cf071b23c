package dev.sightline.autoconfigure.metrics.scrape;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What a scrape has.
 */
@ConfigurationProperties("sightline.metrics")
public class ScrapeProperties {

	/**
	 * Whether the scrape has the families of older backends too, such as
	 * http_requests_total.
	 */
	private boolean classicNames = false;

	/**
	 * Second path of the scrape on the main port, such as /metrics. By default there is
	 * none.
	 */
	private @Nullable String path;

	public boolean isClassicNames() {
		return this.classicNames;
	}

	public void setClassicNames(boolean classicNames) {
		this.classicNames = classicNames;
	}

	public @Nullable String getPath() {
		return this.path;
	}

	public void setPath(@Nullable String path) {
		this.path = path;
	}

}
