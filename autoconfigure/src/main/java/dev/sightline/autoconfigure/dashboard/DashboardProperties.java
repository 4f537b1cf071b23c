package dev.sightline.autoconfigure.dashboard;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the dashboards.
 */
@ConfigurationProperties("sightline.dashboards")
public class DashboardProperties {

	/**
	 * URL of the folder with the pages of the docs. Without it, panels name their page
	 * and do not link to it.
	 */
	private @Nullable String docsUrl;

	public @Nullable String getDocsUrl() {
		return this.docsUrl;
	}

	public void setDocsUrl(@Nullable String docsUrl) {
		this.docsUrl = docsUrl;
	}

}
