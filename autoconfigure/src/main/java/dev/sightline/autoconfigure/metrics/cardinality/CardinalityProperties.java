package dev.sightline.autoconfigure.metrics.cardinality;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How many series meters may have.
 */
@ConfigurationProperties("sightline.metrics.cardinality")
public class CardinalityProperties {

	/**
	 * How many values each tag of a meter may have. All after that are _other.
	 */
	private int maxValues = 100;

	/**
	 * How many series a meter may have. All after that are _other.
	 */
	private int maxSeries = 1000;

	/**
	 * How many series all meters may have together.
	 */
	private int maxTotal = 20_000;

	/**
	 * Limits of meters by their name, or by the beginning of it before a dot. A name with
	 * dots stands in brackets.
	 */
	private final Map<String, Limits> meters = new LinkedHashMap<>();

	public int getMaxValues() {
		return this.maxValues;
	}

	public void setMaxValues(int maxValues) {
		this.maxValues = maxValues;
	}

	public int getMaxSeries() {
		return this.maxSeries;
	}

	public void setMaxSeries(int maxSeries) {
		this.maxSeries = maxSeries;
	}

	public int getMaxTotal() {
		return this.maxTotal;
	}

	public void setMaxTotal(int maxTotal) {
		this.maxTotal = maxTotal;
	}

	public Map<String, Limits> getMeters() {
		return this.meters;
	}

	/**
	 * Limits of one meter.
	 */
	public static class Limits {

		/**
		 * How many values each tag of this meter may have.
		 */
		private @Nullable Integer maxValues;

		/**
		 * How many series this meter may have.
		 */
		private @Nullable Integer maxSeries;

		/**
		 * After what time a series of this meter that nothing was recorded to is removed.
		 * Only for meters that are looked up for each recording.
		 */
		private @Nullable Duration dropUnusedAfter;

		public @Nullable Integer getMaxValues() {
			return this.maxValues;
		}

		public void setMaxValues(@Nullable Integer maxValues) {
			this.maxValues = maxValues;
		}

		public @Nullable Integer getMaxSeries() {
			return this.maxSeries;
		}

		public void setMaxSeries(@Nullable Integer maxSeries) {
			this.maxSeries = maxSeries;
		}

		public @Nullable Duration getDropUnusedAfter() {
			return this.dropUnusedAfter;
		}

		public void setDropUnusedAfter(@Nullable Duration dropUnusedAfter) {
			this.dropUnusedAfter = dropUnusedAfter;
		}

	}

}
