package dev.sightline.autoconfigure.sentry;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What is sent to Sentry. Sentry's own settings are below "sentry".
 */
@ConfigurationProperties(SentryReportProperties.PREFIX)
public class SentryReportProperties {

	static final String PREFIX = "sightline.sentry";

	/**
	 * Where events go, if "sentry.dsn" does not say so. Blank means that nothing is sent.
	 */
	private @Nullable String dsn;

	/**
	 * Whether the spans of OpenTelemetry are sent to Sentry too.
	 */
	private boolean traces;

	/**
	 * Names of types of exceptions that are no events, unless they are handed to Sentry
	 * by hand. Subtypes are none either.
	 */
	private List<String> expected = new ArrayList<>();

	/**
	 * Events that are sent in a second at most.
	 */
	private int maxEventsPerSecond = 20;

	/**
	 * Events of one kind that are sent in a minute at most.
	 */
	private int maxEventsPerKind = 20;

	/**
	 * Whether the answer to a request that failed has the id of its event, in the header
	 * "X-Sentry-Event-Id".
	 */
	private boolean eventIdInAnswer;

	public @Nullable String getDsn() {
		return this.dsn;
	}

	public void setDsn(@Nullable String dsn) {
		this.dsn = dsn;
	}

	public boolean isTraces() {
		return this.traces;
	}

	public void setTraces(boolean traces) {
		this.traces = traces;
	}

	public List<String> getExpected() {
		return this.expected;
	}

	public void setExpected(List<String> expected) {
		this.expected = expected;
	}

	public int getMaxEventsPerSecond() {
		return this.maxEventsPerSecond;
	}

	public void setMaxEventsPerSecond(int maxEventsPerSecond) {
		this.maxEventsPerSecond = atLeastOne("max-events-per-second", maxEventsPerSecond);
	}

	public int getMaxEventsPerKind() {
		return this.maxEventsPerKind;
	}

	public void setMaxEventsPerKind(int maxEventsPerKind) {
		this.maxEventsPerKind = atLeastOne("max-events-per-kind", maxEventsPerKind);
	}

	public boolean isEventIdInAnswer() {
		return this.eventIdInAnswer;
	}

	public void setEventIdInAnswer(boolean eventIdInAnswer) {
		this.eventIdInAnswer = eventIdInAnswer;
	}

	private static int atLeastOne(String name, int value) {
		if (value < 1) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "." + name, value,
					"It has to be 1 or more. Set sightline.sentry.enabled to false to send nothing.");
		}
		return value;
	}

}
