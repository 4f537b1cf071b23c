package dev.sightline.autoconfigure.dashboard;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a panel looks like. Widths are of 24 columns.
 */
enum Look {

	/**
	 * Lines over time.
	 */
	GRAPH("timeseries", 8, 8),

	/**
	 * One number for each series.
	 */
	STAT("stat", 4, 4),

	/**
	 * Bars, one for each series.
	 */
	BARS("bargauge", 12, 10),

	/**
	 * Shares of a whole.
	 */
	PIE("piechart", 8, 8),

	/**
	 * Log lines.
	 */
	LINES("logs", 24, 14);

	private final String type;

	private final int width;

	private final int height;

	Look(String type, int width, int height) {
		this.type = type;
		this.width = width;
		this.height = height;
	}

	String type() {
		return this.type;
	}

	int width() {
		return this.width;
	}

	int height() {
		return this.height;
	}

	/**
	 * Whether it shows one moment and no course of time.
	 */
	boolean instant() {
		return this != GRAPH && this != LINES;
	}

	Map<String, @Nullable Object> options() {
		Map<String, @Nullable Object> last = Json.object("values", false, "calcs", List.of("lastNotNull"), "fields",
				"");
		return switch (this) {
			case GRAPH -> Json.object("legend", legend("list", "bottom"), "tooltip",
					Json.object("mode", "multi", "sort", "desc"));
			case STAT ->
				Json.object("reduceOptions", last, "colorMode", "value", "graphMode", "none", "textMode", "auto");
			case BARS -> Json.object("reduceOptions", last, "orientation", "horizontal", "displayMode", "basic");
			case PIE -> {
				Map<String, @Nullable Object> legend = legend("table", "right");
				legend.put("values", List.of("value", "percent"));
				yield Json.object("reduceOptions", last, "pieType", "pie", "legend", legend);
			}
			case LINES -> Json.object("showTime", true, "wrapLogMessage", true, "enableLogDetails", true, "sortOrder",
					"Descending", "dedupStrategy", "none");
		};
	}

	private static Map<String, @Nullable Object> legend(String mode, String placement) {
		return Json.object("displayMode", mode, "placement", placement, "showLegend", true, "calcs", List.of());
	}

}
