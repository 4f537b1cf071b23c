package dev.sightline.autoconfigure.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * Writes a dashboard in the JSON that Grafana imports and provisions, as its
 * {@code @grafana/schema} 13.2 describes it.
 */
final class DashboardJson {

	/**
	 * The version of the schema in that release.
	 */
	private static final int SCHEMA = 42;

	private static final int COLUMNS = 24;

	private final Predicate<Signal> on;

	private final PanelJson panels;

	/**
	 * Create the writer.
	 * @param on which signals are on
	 * @param pages where the pages are that panels link to
	 */
	DashboardJson(Predicate<Signal> on, Pages pages) {
		this.on = on;
		this.panels = new PanelJson(pages, on.test(Signal.LOGGING));
	}

	Map<String, @Nullable Object> write(Dashboard dashboard) {
		return Json.object("uid", dashboard.uid(), "title", dashboard.title(), "description", dashboard.description(),
				"tags", List.of("sightline"), "schemaVersion", SCHEMA, "version", 1, "editable", true, "graphTooltip",
				1, "refresh", "30s", "time", Json.object("from", "now-1h", "to", "now"), "links",
				List.of(otherDashboards()), "templating", Json.object("list", variables(dashboard)), "annotations",
				Json.object("list", Annotations.json()), "panels", panels(dashboard));
	}

	private static Map<String, @Nullable Object> otherDashboards() {
		return Json.object("type", "dashboards", "title", "Sightline", "tags", List.of("sightline"), "asDropdown", true,
				"includeVars", true, "keepTime", true, "targetBlank", false, "icon", "external link", "tooltip", "",
				"url", "");
	}

	private static List<Map<String, @Nullable Object>> variables(Dashboard dashboard) {
		List<Variable> variables = new ArrayList<>(List.of(Variable.METRICS, Variable.APPLICATION, Variable.INSTANCE));
		variables.addAll(dashboard.variables());
		return variables.stream().map(Variable::json).toList();
	}

	/**
	 * Numbers all panels and shows those whose signals are on, so that a panel has the
	 * same id in every application.
	 */
	private List<Map<String, @Nullable Object>> panels(Dashboard dashboard) {
		List<Map<String, @Nullable Object>> shown = new ArrayList<>();
		int id = 0;
		int y = 0;
		for (Row row : dashboard.rows()) {
			id++;
			if (!row.shown(this.on)) {
				id += row.panels().size();
				continue;
			}
			shown.add(this.panels.row(row, id, y));
			y++;
			int x = 0;
			int tallest = 0;
			for (Panel panel : row.panels()) {
				id++;
				if (!panel.shown(this.on)) {
					continue;
				}
				if (x + panel.width() > COLUMNS) {
					x = 0;
					y += tallest;
					tallest = 0;
				}
				shown.add(this.panels.panel(row, panel, id, x, y));
				x += panel.width();
				tallest = Math.max(tallest, panel.look().height());
			}
			y += tallest;
		}
		return shown;
	}

}
