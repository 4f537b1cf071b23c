package dev.sightline.autoconfigure.bounded;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How many series meters may have. A series is a name with one set of tags.
 *
 * @param values how many values each tag of a meter may have, at least 1
 * @param series how many series a meter may have, at least 1
 * @param total how many series all meters may have together, at least 1
 * @param meters limits of meters by their name, or by the beginning of it before a dot
 */
public record SeriesLimits(int values, int series, int total, Map<String, Meter> meters) {

	/**
	 * Limits for a registry of registries, whose members fold values themselves.
	 * @param kept the name of the one meter whose limit of values stays
	 */
	SeriesLimits withoutValues(String kept) {
		Map<String, Meter> meters = new HashMap<>();
		this.meters.forEach((name, meter) -> meters.put(name, new Meter(null, meter.series())));
		meters.put(kept, of(kept));
		return new SeriesLimits(Integer.MAX_VALUE, this.series, this.total, Map.copyOf(meters));
	}

	/**
	 * The limits of a meter.
	 */
	Meter of(String name) {
		Integer values = null;
		Integer series = null;
		String prefix = name;
		while (!prefix.isEmpty()) {
			Meter own = this.meters.get(prefix);
			if (own != null) {
				values = (values != null) ? values : own.values();
				series = (series != null) ? series : own.series();
			}
			prefix = prefix.substring(0, Math.max(prefix.lastIndexOf('.'), 0));
		}
		return new Meter((values != null) ? values : this.values, (series != null) ? series : this.series);
	}

	/**
	 * Limits of one meter.
	 *
	 * @param values how many values each tag may have, {@code null} if that is as with
	 * all meters
	 * @param series how many series it may have, {@code null} if that is as with all
	 * meters
	 */
	public record Meter(@Nullable Integer values, @Nullable Integer series) {

	}

}
