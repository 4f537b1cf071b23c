package dev.sightline.autoconfigure.spans;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ClassUtils;

/**
 * The spans of observations, as far as there are any.
 */
public interface Spans {

	/**
	 * Without tracing.
	 */
	Spans NONE = new Spans() {

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

		@Override
		public boolean isWanted() {
			return false;
		}

		@Override
		public boolean isWanted(@Nullable Observation parent) {
			return false;
		}

		@Override
		public void event(String name, String key, String value) {
			// There is no span.
		}

	};

	/**
	 * The spans of an application.
	 * @param beans where a tracer is looked for, when it is needed
	 */
	static Spans of(BeanFactory beans) {
		ClassLoader loader = Spans.class.getClassLoader();
		if (!ClassUtils.isPresent("io.micrometer.tracing.handler.TracingObservationHandler", loader)) {
			return NONE;
		}
		return ClassUtils.isPresent("io.micrometer.tracing.otel.bridge.OtelTracer", loader) ? new OtelSpans(beans)
				: new TracedSpans(beans);
	}

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

	/**
	 * Whether a span that begins now may be sent: the current one will be, or there is
	 * none and the sampler decides.
	 */
	boolean isWanted();

	/**
	 * Whether a span below that of an observation may be sent.
	 * @param parent the observation, {@code null} if there is none
	 */
	boolean isWanted(@Nullable Observation parent);

	/**
	 * Tell the current span, if it will be sent, of an event.
	 * @param name the name of the event
	 * @param key of an attribute of the span
	 * @param value of that attribute
	 */
	void event(String name, String key, String value);

}
