package dev.sightline.autoconfigure.rules;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What all rules of this application have in common.
 */
@ConfigurationProperties("sightline.rules")
public class RulesProperties {

	/**
	 * Value of the label "job" that Prometheus gives to the metrics of this application.
	 * By default it is the name of the service.
	 */
	private @Nullable String job;

	/**
	 * Labels besides "job" that tell installations of this application apart, such as
	 * "namespace", if one Prometheus scrapes several.
	 */
	private List<String> by = new ArrayList<>();

	/**
	 * URL of the folder with the runbooks. Without it, alerts do not link to them.
	 */
	private @Nullable String runbookUrl;

	public @Nullable String getJob() {
		return this.job;
	}

	public void setJob(@Nullable String job) {
		this.job = job;
	}

	public List<String> getBy() {
		return this.by;
	}

	public void setBy(List<String> by) {
		this.by = by;
	}

	public @Nullable String getRunbookUrl() {
		return this.runbookUrl;
	}

	public void setRunbookUrl(@Nullable String runbookUrl) {
		this.runbookUrl = runbookUrl;
	}

}
