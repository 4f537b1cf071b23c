package dev.sightline.autoconfigure.dashboard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

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

	private final Pages pages;

	/**
	 * Create the dashboards.
	 * @param on tells which signals are on
	 * @param objectives whether there are service level objectives
	 * @param docs the URL of the folder with the pages of the docs, {@code null} or blank
	 * for no links to them
	 * @param runbooks the URL of the folder with the runbooks, {@code null} or blank if
	 * they are those of the docs
	 * @throws InvalidConfigurationPropertyValueException if one is no URL
	 */
	public Dashboards(Predicate<Signal> on, boolean objectives, @Nullable String docs, @Nullable String runbooks) {
		this.on = on;
		this.objectives = objectives;
		this.pages = Pages.of(docs, runbooks);
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
			.map((dashboard) -> Json.write(new DashboardJson(this.on, this.pages).write(dashboard)))
			.orElse(null);
	}

	private List<Dashboard> shown() {
		return ALL.stream()
			.filter((dashboard) -> this.objectives || dashboard != SloDashboard.DASHBOARD)
			.filter((dashboard) -> dashboard.shown(this.on))
			.toList();
	}

}
