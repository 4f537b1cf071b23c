package dev.sightline.autoconfigure.metrics.scrape.web;

import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;

/**
 * A second path of the scrape, which answers as Spring Boot's endpoint does, and
 * compresses what it answers if it may.
 */
final class ScrapePath {

	static final String KEY = "sightline.metrics.path";

	private static final String OPEN_METRICS = "application/openmetrics-text";

	private final String path;

	private final ObjectProvider<PrometheusScrapeEndpoint> endpoint;

	/**
	 * Create it.
	 * @param path the path, which begins with a slash and has no wildcards
	 * @param endpoint Spring Boot's endpoint
	 */
	ScrapePath(String path, ObjectProvider<PrometheusScrapeEndpoint> endpoint) {
		if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
			throw new InvalidConfigurationPropertyValueException(KEY, path,
					"It has to be a path that begins with a slash, such as /metrics.");
		}
		this.path = path;
		this.endpoint = endpoint;
	}

	String path() {
		return this.path;
	}

	/**
	 * Scrape.
	 * @param accept the formats that are asked for
	 * @param encodings the encodings that are understood
	 * @param names the families that are asked for, all if there are none
	 * @return the answer, {@code null} if the endpoint is not there
	 */
	@Nullable Answer scrape(@Nullable String accept, @Nullable String encodings, @Nullable Collection<String> names) {
		PrometheusScrapeEndpoint endpoint = this.endpoint.getIfAvailable();
		if (endpoint == null) {
			return null;
		}
		PrometheusOutputFormat format = (accept != null && accept.contains(OPEN_METRICS))
				? PrometheusOutputFormat.CONTENT_TYPE_OPENMETRICS_100 : PrometheusOutputFormat.CONTENT_TYPE_004;
		Set<String> included = (names != null && !names.isEmpty()) ? new HashSet<>(names) : null;
		WebEndpointResponse<byte[]> response = endpoint.scrape(format, included);
		byte[] body = Objects.requireNonNull(response.getBody());
		boolean gzip = Gzip.isAccepted(encodings);
		return new Answer(format.getProducedMimeType().toString(), gzip, gzip ? Gzip.compress(body) : body);
	}

	/**
	 * What is answered.
	 *
	 * @param contentType the type of the body
	 * @param gzip whether it is compressed
	 * @param body the body
	 */
	record Answer(String contentType, boolean gzip, byte[] body) {

	}

}
