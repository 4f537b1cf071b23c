package dev.sightline.autoconfigure.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * One picture of a dashboard: its queries, its unit and what it tells the reader.
 */
final class Panel {

	private final Look look;

	private final String title;

	private final String description;

	private final List<Query> queries = new ArrayList<>();

	/**
	 * How values are shown, as Grafana has it below {@code fieldConfig.defaults}.
	 */
	private final Map<String, @Nullable Object> field;

	private final Map<String, @Nullable Object> custom = Json.object("lineWidth", 1, "fillOpacity", 8, "showPoints",
			"never");

	private List<Signal> signals = List.of();

	private int width;

	private boolean exemplars;

	private @Nullable String page;

	/**
	 * The runbook page of each alert about what the panel shows.
	 */
	private final Map<String, String> alerts = new LinkedHashMap<>();

	private @Nullable String repeat;

	private Panel(Look look, String title, String unit, String description) {
		this.look = look;
		this.title = title;
		this.description = description;
		this.width = look.width();
		this.field = Json.object("unit", unit);
	}

	static Panel graph(String title, String unit, String description) {
		Panel panel = new Panel(Look.GRAPH, title, unit, description);
		panel.field.put("min", 0);
		panel.field.put("custom", panel.custom);
		return panel;
	}

	static Panel stat(String title, String unit, String description) {
		return new Panel(Look.STAT, title, unit, description);
	}

	static Panel bars(String title, String unit, String description) {
		return new Panel(Look.BARS, title, unit, description);
	}

	static Panel pie(String title, String unit, String description) {
		return new Panel(Look.PIE, title, unit, description);
	}

	static Panel lines(String title, String description) {
		return new Panel(Look.LINES, title, "none", description);
	}

	Panel query(String expression, String legend) {
		this.queries.add(new Query(Source.METRICS, expression, legend));
		return this;
	}

	/**
	 * Ask Loki.
	 * @param expression the query
	 * @param legend how a series is named
	 * @return this panel
	 */
	Panel logs(String expression, String legend) {
		this.queries.add(new Query(Source.LOGS, expression, legend));
		return this;
	}

	/**
	 * Ask for three quantiles of a histogram, with exemplars, from which a click leads to
	 * the trace.
	 * @param histogram the name of the histogram, without {@code _bucket}
	 * @param selector its selector, with braces
	 * @return this panel
	 */
	Panel quantiles(String histogram, String selector) {
		this.exemplars = true;
		for (String percent : List.of("50", "95", "99")) {
			query("histogram_quantile(0.%s, sum by (le) (rate(%s_bucket%s[@])))".formatted(percent, histogram,
					selector), "p" + percent);
		}
		return this;
	}

	/**
	 * Ask for the 95th percentile of a histogram by labels, with exemplars.
	 * @param histogram the name of the histogram, without {@code _bucket}
	 * @param selector its selector, with braces
	 * @param labels the labels, with commas
	 * @return this panel
	 */
	Panel p95(String histogram, String selector, String labels) {
		this.exemplars = true;
		return query("histogram_quantile(0.95, sum by (le, %s) (rate(%s_bucket%s[@])))".formatted(labels, histogram,
				selector), legend(labels));
	}

	/**
	 * Ask for the mean of a timer or summary that has no buckets, by labels.
	 * @param timer its name, without {@code _sum}
	 * @param selector its selector, with braces
	 * @param labels the labels, with commas
	 * @return this panel
	 */
	Panel mean(String timer, String selector, String labels) {
		return query("sum by (%1$s) (rate(%2$s_sum%3$s[@])) / sum by (%1$s) (rate(%2$s_count%3$s[@]))".formatted(labels,
				timer, selector), legend(labels));
	}

	/**
	 * Ask for the rate of a counter by labels.
	 * @param counter the name of the counter
	 * @param selector its selector, with braces
	 * @param labels the labels, with commas
	 * @return this panel
	 */
	Panel rate(String counter, String selector, String labels) {
		return query("sum by (%s) (rate(%s%s[@]))".formatted(labels, counter, selector), legend(labels));
	}

	/**
	 * Ask for a gauge, summed by labels.
	 * @param gauge the name of the gauge
	 * @param selector its selector, with braces
	 * @param labels the labels, with commas
	 * @return this panel
	 */
	Panel gauge(String gauge, String selector, String labels) {
		return query("sum by (%s) (%s%s)".formatted(labels, gauge, selector), legend(labels));
	}

	private static String legend(String labels) {
		return "{{" + labels.replace(", ", "}} {{") + "}}";
	}

	/**
	 * Leave the panel out unless one of these signals is on.
	 * @param signals the signals
	 * @return this panel
	 */
	Panel of(Signal... signals) {
		this.signals = List.of(signals);
		return this;
	}

	/**
	 * Take another width than is usual.
	 * @param width columns of 24
	 * @return this panel
	 */
	Panel width(int width) {
		this.width = width;
		return this;
	}

	Panel stacked() {
		this.custom.put("fillOpacity", 25);
		this.custom.put("stacking", Json.object("mode", "normal", "group", "A"));
		return this;
	}

	/**
	 * Let the axis go below 0.
	 * @return this panel
	 */
	Panel signed() {
		this.field.remove("min");
		return this;
	}

	/**
	 * Show an axis that goes from 0 to 1.
	 * @return this panel
	 */
	Panel share() {
		this.field.put("max", 1);
		return this;
	}

	Panel badAbove(double limit) {
		return thresholds("green", limit, "red");
	}

	Panel badBelow(double limit) {
		return thresholds("red", limit, "green");
	}

	private Panel thresholds(String below, double limit, String above) {
		this.field.put("thresholds", Json.object("mode", "absolute", "steps",
				List.of(Json.object("color", below, "value", null), Json.object("color", above, "value", limit))));
		return this;
	}

	/**
	 * Where the reader finds out what to do, if not on the page of the row.
	 * @param page a path below the docs
	 * @return this panel
	 */
	Panel page(String page) {
		this.page = page;
		return this;
	}

	/**
	 * Lead to the runbooks of alerts about what the panel shows.
	 * @param runbook the name of their page, which is the value of their label
	 * {@code signal}
	 * @param names the names of the alerts
	 * @return this panel
	 */
	Panel alerts(String runbook, String... names) {
		for (String name : names) {
			this.alerts.put(name, runbook);
		}
		return this;
	}

	/**
	 * Show the panel once for each value of a variable.
	 * @param variable its name
	 * @return this panel
	 */
	Panel repeat(String variable) {
		this.repeat = variable;
		return this;
	}

	boolean shown(Predicate<Signal> on) {
		return this.signals.isEmpty() || this.signals.stream().anyMatch(on);
	}

	Look look() {
		return this.look;
	}

	String title() {
		return this.title;
	}

	String description() {
		return this.description;
	}

	List<Query> queries() {
		return this.queries;
	}

	Map<String, @Nullable Object> field() {
		return this.field;
	}

	int width() {
		return this.width;
	}

	boolean hasExemplars() {
		return this.exemplars;
	}

	@Nullable String page() {
		return this.page;
	}

	Map<String, String> alerts() {
		return this.alerts;
	}

	@Nullable String repeat() {
		return this.repeat;
	}

}
