package dev.sightline.autoconfigure.http;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The spans of requests and calls, as far as there are any.
 */
public interface HttpSpans {

	/**
	 * Without tracing.
	 */
	HttpSpans NONE = new HttpSpans() {

		@Override
		public @Nullable String traceId(Observation.Context context) {
			return null;
		}

		@Override
		public void tag(Observation.Context context, String key, String value) {
			// There is no span.
		}

		@Override
		public void run(Observation.Context context, Runnable action) {
			action.run();
		}

	};

	/**
	 * The id of the trace, {@code null} without one.
	 */
	@Nullable String traceId(Observation.Context context);

	/**
	 * Put an attribute on a span that will be sent.
	 */
	void tag(Observation.Context context, String key, String value);

	/**
	 * Run an action while the span is current, so that its log lines have the ids.
	 */
	void run(Observation.Context context, Runnable action);

}
