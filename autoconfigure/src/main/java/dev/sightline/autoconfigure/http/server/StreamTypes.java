package dev.sightline.autoconfigure.http.server;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The types of content that are streams by their nature.
 */
final class StreamTypes {

	private static final List<String> ALL = List.of("text/event-stream", "application/x-ndjson", "application/jsonl",
			"application/json-seq", "multipart/x-mixed-replace");

	private StreamTypes() {
	}

	/**
	 * Whether a type is a stream's.
	 * @param contentType the type, perhaps with parameters, {@code null} for none
	 */
	static boolean isStream(@Nullable String contentType) {
		return contentType != null && ALL.stream().anyMatch(contentType::startsWith);
	}

}
