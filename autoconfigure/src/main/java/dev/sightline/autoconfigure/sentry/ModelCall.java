package dev.sightline.autoconfigure.sentry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.sentry.SentryEvent;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.bounded.Causes;
import dev.sightline.autoconfigure.trail.Telling;

/**
 * Tells which model was called, and what it took: never what it was asked or what it
 * answered.
 */
class ModelCall implements EventDetail {

	private static final String NAME = "gen_ai";

	/**
	 * Names of OpenTelemetry's conventions for generative AI, and beginnings of names.
	 * All others may hold content.
	 */
	private static final List<String> NAMES = List.of("gen_ai.provider.name", "gen_ai.system", "gen_ai.operation.name",
			"gen_ai.request.model", "gen_ai.response.model", "gen_ai.response.id", "gen_ai.response.finish_reasons");

	private static final List<String> PREFIXES = List.of("gen_ai.usage.", "gen_ai.cost.");

	@Override
	public void add(SentryEvent event, Observation.@Nullable Context context, Observation.@Nullable Context root) {
		Map<String, Object> refused = refused(event.getThrowable());
		Observation.Context call = refused.isEmpty() ? find(context, root) : null;
		if (call != null) {
			event.getContexts().put(NAME, read(call));
		}
		else if (!refused.isEmpty()) {
			event.getContexts().put(NAME, refused);
		}
	}

	/**
	 * A call that was refused has no observation.
	 */
	private static Map<String, Object> refused(@Nullable Throwable thrown) {
		for (Throwable cause : Causes.of(thrown)) {
			if (cause instanceof Telling telling) {
				return read(telling.keyValues());
			}
		}
		return Map.of();
	}

	/**
	 * The call around the event, or else the last one that failed before it.
	 */
	private static Observation.@Nullable Context find(Observation.@Nullable Context context,
			Observation.@Nullable Context root) {
		for (Observation.Context around = context; around != null; around = Observations.parent(around)) {
			if (!read(around).isEmpty()) {
				return around;
			}
			if (around == root) {
				break;
			}
		}
		Observation.Context last = null;
		Trail trail = (root != null) ? Trail.find(root) : null;
		if (trail != null) {
			for (Trail.Entry entry : trail.entries()) {
				if (entry.what() instanceof Observation.Context child && child.getError() != null
						&& !read(child).isEmpty()) {
					last = child;
				}
			}
		}
		return last;
	}

	/**
	 * What an observation says of a model.
	 * @return key-values, none if it is of something else
	 */
	static Map<String, Object> read(Observation.Context context) {
		return read(context.getAllKeyValues());
	}

	private static Map<String, Object> read(KeyValues keyValues) {
		Map<String, Object> known = new LinkedHashMap<>();
		for (KeyValue keyValue : keyValues) {
			String key = keyValue.getKey();
			if (NAMES.contains(key) || PREFIXES.stream().anyMatch(key::startsWith)) {
				known.put(key, keyValue.getValue());
			}
		}
		return known;
	}

}
