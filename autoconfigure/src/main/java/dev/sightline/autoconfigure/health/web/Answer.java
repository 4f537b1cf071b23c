package dev.sightline.autoconfigure.health.web;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

import dev.sightline.autoconfigure.health.HealthReport;

/**
 * What a probe is answered.
 *
 * @param status the status code
 * @param contentType the type of the body
 * @param body the body
 * @param challenge how to authenticate, {@code null} if that is not the question
 */
record Answer(int status, String contentType, byte[] body, @Nullable String challenge) {

	private static final String JSON = "application/json";

	private static final JsonWriter<Map<String, @Nullable Object>> WRITER = JsonWriter.standard();

	static Answer of(HealthReport report) {
		return new Answer(report.code(), JSON, WRITER.write(report.body()).toByteArray(), null);
	}

	/**
	 * Who asks is not known.
	 */
	static Answer unauthorized() {
		return new Answer(401, JSON, WRITER.write(Map.of("error", "Unauthorized")).toByteArray(), "Bearer");
	}

	/**
	 * Who asks is known, and may not know.
	 */
	static Answer forbidden() {
		return new Answer(403, JSON, WRITER.write(Map.of("error", "Forbidden")).toByteArray(), null);
	}

}
