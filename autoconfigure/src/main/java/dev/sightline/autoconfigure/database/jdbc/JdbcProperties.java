package dev.sightline.autoconfigure.database.jdbc;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of JDBC data sources.
 */
@ConfigurationProperties("sightline.jdbc")
public class JdbcProperties {

	/**
	 * Duration from which a statement, or the wait for a connection, is slow.
	 */
	private Duration slowThreshold = Duration.ofMillis(100);

	/**
	 * How often one request may run the same statement before it is told.
	 */
	private int repeatedThreshold = 20;

	/**
	 * Whether the spans of statements tell how many rows were read or changed. A span
	 * then lasts until its result is closed.
	 */
	private boolean includeRows;

	/**
	 * The duration from which a statement, or the wait for a connection, is slow.
	 * @return longer than nothing, 100 ms by default
	 */
	public Duration getSlowThreshold() {
		return this.slowThreshold;
	}

	public void setSlowThreshold(Duration slowThreshold) {
		this.slowThreshold = slowThreshold;
	}

	/**
	 * How often one request may run the same statement before it is told.
	 * @return 1 or more, 20 by default
	 */
	public int getRepeatedThreshold() {
		return this.repeatedThreshold;
	}

	public void setRepeatedThreshold(int repeatedThreshold) {
		this.repeatedThreshold = repeatedThreshold;
	}

	/**
	 * Whether the spans of statements tell how many rows were read or changed.
	 * @return {@code false} by default
	 */
	public boolean isIncludeRows() {
		return this.includeRows;
	}

	public void setIncludeRows(boolean includeRows) {
		this.includeRows = includeRows;
	}

}
