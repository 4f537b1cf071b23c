package dev.sightline.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import tools.jackson.databind.JsonNode;

import dev.sightline.testing.PrometheusServer;

/**
 * Draws the first rows of a dashboard from what its queries find on a real Prometheus. It
 * shows the places, titles and values of panels, and is not how Grafana looks.
 */
final class DashboardPicture {

	private static final String[] COLORS = { "#1f6feb", "#b45309", "#64748b", "#0f8a6d", "#7c3aed" };

	private static final int COLUMN = 42;

	private static final int LINE = 21;

	private static final int TOP = 40;

	private static final int LEGEND = 18;

	private final PrometheusServer server;

	private final long from;

	private final long to;

	private final StringBuilder text = new StringBuilder();

	/**
	 * Create the renderer.
	 * @param server where the queries are run
	 * @param from the first second that is shown
	 * @param to the last second that is shown
	 */
	DashboardPicture(PrometheusServer server, long from, long to) {
		this.server = server;
		this.from = from;
		this.to = to;
	}

	/**
	 * Draw.
	 * @param dashboard the dashboard
	 * @param lines how many lines of the grid are drawn
	 * @return the picture as SVG
	 */
	String draw(JsonNode dashboard, int lines) {
		int width = 24 * COLUMN;
		int height = TOP + lines * LINE;
		line("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
				+ "font-family=\"sans-serif\" font-size=\"12\" fill=\"#1f2328\">", width, height, width, height);
		line("<title>%s, %d seconds of the sample under its own traffic</title>", escaped(dashboard.at("/title")),
				this.to - this.from);
		line("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height);
		line("<text x=\"8\" y=\"25\" font-size=\"16\" font-weight=\"bold\">%s</text>", escaped(dashboard.at("/title")));
		for (JsonNode panel : dashboard.at("/panels")) {
			JsonNode grid = panel.at("/gridPos");
			if (grid.at("/y").asInt() + grid.at("/h").asInt() <= lines) {
				panel(panel, grid.at("/x").asInt() * COLUMN, TOP + grid.at("/y").asInt() * LINE,
						grid.at("/w").asInt() * COLUMN, grid.at("/h").asInt() * LINE);
			}
		}
		line("</svg>");
		return this.text.toString();
	}

	private void panel(JsonNode panel, int x, int y, int width, int height) {
		if (panel.at("/type").asString().equals("row")) {
			line("<text x=\"%d\" y=\"%d\" font-weight=\"bold\" fill=\"#57606a\">%s</text>", x + 8, y + 15,
					escaped(panel.at("/title")));
			return;
		}
		line("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#d0d7de\"/>", x + 3, y + 3,
				width - 6, height - 6);
		line("<text x=\"%d\" y=\"%d\">%s</text>", x + 12, y + 20, escaped(panel.at("/title")));
		List<Course> courses = courses(panel);
		String unit = panel.at("/fieldConfig/defaults/unit").asString();
		switch (panel.at("/type").asString()) {
			case "stat" -> line("<text x=\"%d\" y=\"%d\" font-size=\"24\" fill=\"%s\">%s</text>", x + 12, y + 58,
					COLORS[3], courses.isEmpty() ? "-" : value(courses.get(0).last(), unit));
			case "timeseries" -> graph(courses, unit, x + 60, y + 32, width - 76, height - 40 - 3 * LEGEND);
			default -> bars(courses, unit, x + 12, y + 34, width - 24);
		}
	}

	private void graph(List<Course> courses, String unit, int x, int y, int width, int height) {
		double most = courses.stream().mapToDouble(Course::most).max().orElse(0);
		double top = (most > 0) ? most : 1;
		for (int tick = 0; tick <= 2; tick++) {
			int tickY = y + height - tick * height / 2;
			line("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#eaeef2\"/>", x, tickY, x + width, tickY);
			line("<text x=\"%d\" y=\"%d\" font-size=\"10\" text-anchor=\"end\" fill=\"#57606a\">%s</text>", x - 5,
					tickY + 3, value(top * tick / 2, unit));
		}
		for (int i = 0; i < courses.size(); i++) {
			StringBuilder points = new StringBuilder();
			for (double[] point : courses.get(i).points()) {
				points.append(String.format(Locale.ROOT, "%.1f,%.1f ",
						x + width * (point[0] - this.from) / (this.to - this.from),
						y + height - height * point[1] / top));
			}
			line("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>",
					points.toString().strip(), COLORS[i % COLORS.length]);
			if (i < 6) {
				int legendX = x - 46 + (i % 2) * (width + 50) / 2;
				int legendY = y + height + LEGEND * (i / 2 + 1);
				line("<rect x=\"%d\" y=\"%d\" width=\"9\" height=\"9\" fill=\"%s\"/>", legendX, legendY - 8,
						COLORS[i % COLORS.length]);
				line("<text x=\"%d\" y=\"%d\" font-size=\"10\">%s</text>", legendX + 14, legendY,
						courses.get(i).name());
			}
		}
	}

	private void bars(List<Course> courses, String unit, int x, int y, int width) {
		double most = courses.stream().mapToDouble(Course::last).max().orElse(1);
		List<Course> sorted = new ArrayList<>(courses);
		sorted.sort((a, b) -> Double.compare(b.last(), a.last()));
		for (int i = 0; i < Math.min(9, sorted.size()); i++) {
			Course course = sorted.get(i);
			line("<text x=\"%d\" y=\"%d\" font-size=\"10\">%s</text>", x, y + i * 18 + 9, course.name());
			line("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"11\" fill=\"%s\"/>", x + width / 2, y + i * 18,
					Math.round((width / 2 - 60) * course.last() / most), COLORS[0]);
			line("<text x=\"%d\" y=\"%d\" font-size=\"10\" text-anchor=\"end\">%s</text>", x + width, y + i * 18 + 9,
					value(course.last(), unit));
		}
	}

	private List<Course> courses(JsonNode panel) {
		List<Course> courses = new ArrayList<>();
		for (JsonNode target : panel.at("/targets")) {
			String query = target.at("/expr")
				.asString()
				.replace("$__rate_interval", "20s")
				.replace("$__range", "1m")
				.replaceAll("\\$(application|instance|route)", ".+");
			boolean instant = target.at("/instant").asBoolean();
			JsonNode result = instant ? this.server.query(query)
					: this.server.range(query, this.from, this.to, Math.max(1, (this.to - this.from) / 60));
			for (JsonNode series : result) {
				Course course = new Course(name(target.at("/legendFormat").asString(), series.at("/metric")));
				course.add(series.at("/value"));
				series.at("/values").forEach(course::add);
				if (!course.points().isEmpty()) {
					courses.add(course);
				}
			}
		}
		return courses;
	}

	private static String name(String legend, JsonNode labels) {
		String name = legend;
		for (String label : labels.propertyNames()) {
			name = name.replace("{{" + label + "}}", labels.at("/" + label).asString());
		}
		name = name.replaceAll("127\\.0\\.0\\.1:\\d+", "instance").replaceAll("\\{\\{.*?}}", "");
		return ((name.length() > 34) ? name.substring(0, 33) + "\u2026" : name).replace("&", "&amp;")
			.replace("<", "&lt;");
	}

	private static String value(double value, String unit) {
		return switch (unit) {
			case "percentunit" -> String.format(Locale.ROOT, "%.1f %%", value * 100);
			case "s" -> (value < 1) ? String.format(Locale.ROOT, "%.0f ms", value * 1000)
					: String.format(Locale.ROOT, "%.1f s", value);
			case "reqps" -> String.format(Locale.ROOT, "%.1f/s", value);
			default -> String.format(Locale.ROOT, "%.2f", value);
		};
	}

	private static String escaped(JsonNode node) {
		return node.asString().replace("&", "&amp;").replace("<", "&lt;");
	}

	private void line(String pattern, Object... arguments) {
		this.text.append(String.format(Locale.ROOT, pattern, arguments)).append('\n');
	}

	/**
	 * One series: its name, and pairs of a second and a value.
	 */
	private record Course(String name, List<double[]> points) {

		Course(String name) {
			this(name, new ArrayList<>());
		}

		void add(JsonNode point) {
			if (point.size() == 2 && !point.at("/1").asString().contains("N")
					&& !point.at("/1").asString().contains("Inf")) {
				this.points
					.add(new double[] { point.at("/0").asDouble(), Double.parseDouble(point.at("/1").asString()) });
			}
		}

		double last() {
			return this.points.get(this.points.size() - 1)[1];
		}

		double most() {
			return this.points.stream().mapToDouble((point) -> point[1]).max().orElse(0);
		}

	}

}
