package dev.sightline.autoconfigure.health;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An answer to a question about health.
 *
 * @param code the status code
 * @param body what is told
 */
public record HealthReport(int code, Map<String, @Nullable Object> body) {

}
