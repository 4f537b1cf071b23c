package dev.sightline.autoconfigure.http.client;

import java.util.Map;
import java.util.TreeMap;

import dev.sightline.autoconfigure.TestApp;

/**
 * What an application tells Prometheus.
 */
final class Scrape {

	private Scrape() {
	}

	/**
	 * The series of a metric, by the text between their braces.
	 */
	static Map<String, Double> series(TestApp app, String metric) {
		Map<String, Double> series = new TreeMap<>();
		text(app).lines().filter((line) -> line.startsWith(metric + "{")).forEach((line) -> {
			int end = line.lastIndexOf('}');
			series.put(line.substring(metric.length() + 1, end), Double.valueOf(line.substring(end + 1).strip()));
		});
		return series;
	}

	static String text(TestApp app) {
		return app.scrape();
	}

}
