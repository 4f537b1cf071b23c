package dev.sightline.autoconfigure.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Writes a panel and the heading of a row as Grafana has them.
 */
final class PanelJson {

	private final Pages pages;

	private final boolean logs;

	/**
	 * Create the writer.
	 * @param pages where the pages are that panels link to
	 * @param logs whether there is a dashboard of logs to lead to
	 */
	PanelJson(Pages pages, boolean logs) {
		this.pages = pages;
		this.logs = logs;
	}

	Map<String, @Nullable Object> row(Row row, int id, int y) {
		return Json.object("id", id, "type", "row", "title", row.title(), "collapsed", false, "gridPos",
				grid(0, y, 24, 1), "panels", List.of());
	}

	Map<String, @Nullable Object> panel(Row row, Panel panel, int id, int x, int y) {
		String page = (panel.page() != null) ? panel.page() : row.page();
		Map<String, @Nullable Object> json = Json.object("id", id, "type", panel.look().type(), "title", panel.title(),
				"description", description(panel, page), "gridPos", grid(x, y, panel.width(), panel.look().height()),
				"datasource", source(panel).json(), "targets", targets(panel), "fieldConfig",
				Json.object("defaults", field(panel), "overrides", List.of()), "options", panel.look().options());
		if (panel.repeat() != null) {
			json.put("repeat", panel.repeat());
			json.put("repeatDirection", "h");
		}
		return json;
	}

	private String description(Panel panel, String page) {
		String description = panel.description() + "\n\n" + this.pages.page(page);
		if (panel.alerts().isEmpty()) {
			return description;
		}
		return panel.alerts()
			.entrySet()
			.stream()
			.map((alert) -> this.pages.runbook(alert.getValue(), alert.getKey()))
			.collect(Collectors.joining(", ", description + "\n\nRunbooks: ", ""));
	}

	private static Map<String, @Nullable Object> grid(int x, int y, int width, int height) {
		return Json.object("h", height, "w", width, "x", x, "y", y);
	}

	private static List<Map<String, @Nullable Object>> targets(Panel panel) {
		List<Map<String, @Nullable Object>> targets = new ArrayList<>();
		boolean instant = panel.look().instant();
		for (Query query : panel.queries()) {
			Map<String, @Nullable Object> target = Json.object("refId", String.valueOf((char) ('A' + targets.size())),
					"datasource", query.source().json(), "expr", query.expression(), "legendFormat", query.legend());
			if (query.source() == Source.LOGS) {
				target.put("queryType", instant ? "instant" : "range");
			}
			else {
				target.put("editorMode", "code");
				target.put("instant", instant);
				target.put("range", !instant);
				target.put("exemplar", panel.hasExemplars());
			}
			targets.add(target);
		}
		return targets;
	}

	private Map<String, @Nullable Object> field(Panel panel) {
		Map<String, @Nullable Object> field = new LinkedHashMap<>(panel.field());
		if (this.logs && source(panel) == Source.METRICS) {
			field.put("links", List.of(Json.object("title", "Log lines of this time", "url",
					"/d/sightline-logs?${application:queryparam}&${__url_time_range}")));
		}
		return field;
	}

	private static Source source(Panel panel) {
		return panel.queries().get(0).source();
	}

}
