package dev.sightline.autoconfigure.sentry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.sentry.SentryEvent;
import org.jspecify.annotations.Nullable;

/**
 * Tells which model was called, and what it took: never what it was asked or what it
 * answered.
 */
class ModelCall implements EventDetail {

	/**
	 * Names of OpenTelemetry's conventions for generative AI, and beginnings of names.
	 * All others may hold content.
	 */
	private static final List<String> NAMES = List.of("gen_ai.provider.name", "gen_ai.system", "gen_ai.operation.name",
			"gen_ai.request.model", "gen_ai.response.model", "gen_ai.response.id", "gen_ai.response.finish_reasons");

	private static final List<String> PREFIXES = List.of("gen_ai.usage.", "gen_ai.cost.");

	@Override
	public void add(SentryEvent event, Observation.@Nullable Context context, Observation.@Nullable Context root) {
		Observation.Context call = find(context, root);
		if (call != null) {
			event.getContexts().put("gen_ai", read(call));
		}
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
		Map<String, Object> known = new LinkedHashMap<>();
		for (KeyValue keyValue : context.getAllKeyValues()) {
			String key = keyValue.getKey();
			if (NAMES.contains(key) || PREFIXES.stream().anyMatch(key::startsWith)) {
				known.put(key, keyValue.getValue());
			}
		}
		return known;
	}

}
