package dev.sightline.autoconfigure.tracing.propagation;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Settings of what is done with baggage, on top of Spring Boot's own.
 */
@ConfigurationProperties(BaggageProperties.PREFIX)
public class BaggageProperties {

	static final String PREFIX = "sightline.tracing.baggage";

	/**
	 * Fields of baggage that become tags of the metrics of what is received, such as
	 * "http.server.requests". Each has to be among the remote fields, and has up to 100
	 * values.
	 */
	private List<String> metricTags = new ArrayList<>();

	/**
	 * A field that is never taken from a caller would always be {@code none}.
	 */
	void check(List<String> remoteFields) {
		for (String field : this.metricTags) {
			if (remoteFields.stream().noneMatch(field::equalsIgnoreCase)) {
				throw new InvalidConfigurationPropertyValueException(PREFIX + ".metric-tags", field,
						"It is not among 'management.tracing.baggage.remote-fields', so it is taken from no caller. Add it there.");
			}
		}
	}

	public List<String> getMetricTags() {
		return this.metricTags;
	}

	public void setMetricTags(List<String> metricTags) {
		this.metricTags = metricTags;
	}

}
