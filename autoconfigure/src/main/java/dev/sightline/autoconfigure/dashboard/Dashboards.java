package dev.sightline.autoconfigure.dashboard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * The dashboards of an application: those, and of them those panels, whose signals are
 * on.
 */
public final class Dashboards {

	private static final List<Dashboard> ALL = List.of(SystemDashboard.DASHBOARD, ApplicationDashboard.DASHBOARD,
			DatabaseDashboard.DASHBOARD, StorageDashboard.DASHBOARD, AiDashboard.DASHBOARD, BusinessDashboard.DASHBOARD,
			SecurityDashboard.DASHBOARD, SloDashboard.DASHBOARD, TelemetryDashboard.DASHBOARD, LogsDashboard.DASHBOARD);

	private final Predicate<Signal> on;

	private final boolean objectives;

	private final String docs;

	/**
	 * Create the dashboards.
	 * @param on tells which signals are on
	 * @param objectives whether there are service level objectives
	 * @param docs the URL of the folder with the pages of the docs, {@code null} or blank
	 * for no links to them
	 */
	public Dashboards(Predicate<Signal> on, boolean objectives, @Nullable String docs) {
		this.on = on;
		this.objectives = objectives;
		this.docs = StringUtils.hasText(docs) ? docs.replaceFirst("/*$", "/") : "";
	}

	/**
	 * The names of the dashboards.
	 * @return the names, such as {@code "application"}, each with its title
	 */
	public Map<String, String> titles() {
		Map<String, String> titles = new LinkedHashMap<>();
		shown().forEach((dashboard) -> titles.put(dashboard.name(), dashboard.title()));
		return titles;
	}

	/**
	 * Write a dashboard.
	 * @param name its name
	 * @return the JSON for Grafana, {@code null} if there is no such dashboard here
	 */
	public @Nullable String json(String name) {
		return shown().stream()
			.filter((dashboard) -> dashboard.name().equals(name))
			.findFirst()
			.map((dashboard) -> Json.write(new DashboardJson(this.on, this.docs).write(dashboard)))
			.orElse(null);
	}

	private List<Dashboard> shown() {
		return ALL.stream()
			.filter((dashboard) -> this.objectives || dashboard != SloDashboard.DASHBOARD)
			.filter((dashboard) -> dashboard.shown(this.on))
			.toList();
	}

}
