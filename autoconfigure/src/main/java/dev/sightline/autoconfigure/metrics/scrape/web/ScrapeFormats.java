package dev.sightline.autoconfigure.metrics.scrape.web;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.util.MimeType;

/**
 * The media types of a scrape.
 */
final class ScrapeFormats {

	private static final List<MimeType> ALL = Arrays.stream(PrometheusOutputFormat.values())
		.map(PrometheusOutputFormat::getProducedMimeType)
		.toList();

	private ScrapeFormats() {
	}

	static boolean isScrape(@Nullable MimeType type) {
		return ALL.contains(type);
	}

}
