package dev.sightline.autoconfigure.sentry;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;

/**
 * The ids of a span.
 *
 * @param traceId the id of its trace, 32 hexadecimal digits
 * @param spanId its id, 16 hexadecimal digits
 * @param sampled whether it is sent, {@code null} if not known
 */
record TraceIds(String traceId, String spanId, @Nullable Boolean sampled) {

	/**
	 * The way to find them in an application.
	 * @param beans where a tracer is looked for, when it is needed
	 */
	static Finder finder(BeanFactory beans) {
		boolean traced = ClassUtils.isPresent("io.micrometer.tracing.handler.TracingObservationHandler",
				TraceIds.class.getClassLoader());
		return traced ? new Traced(beans) : (context) -> null;
	}

	/**
	 * Finds the ids of a span.
	 */
	@FunctionalInterface
	interface Finder {

		/**
		 * The ids of the span that is current, or else of that of an observation.
		 * @return {@code null} if there is none
		 */
		@Nullable TraceIds find(Observation.@Nullable Context context);

	}

	/**
	 * The spans that Micrometer Tracing knows.
	 */
	private static final class Traced implements Finder {

		private final ObjectProvider<Tracer> tracer;

		Traced(BeanFactory beans) {
			this.tracer = beans.getBeanProvider(Tracer.class);
		}

		@Override
		public @Nullable TraceIds find(Observation.@Nullable Context context) {
			Tracer tracer = this.tracer.getIfAvailable();
			Span span = (tracer != null) ? tracer.currentSpan() : null;
			if (span == null && context != null) {
				TracingContext tracing = context.get(TracingContext.class);
				span = (tracing != null) ? tracing.getSpan() : null;
			}
			TraceContext ids = (span != null) ? span.context() : null;
			return (ids != null && ids.traceId().length() == 32 && ids.spanId().length() == 16)
					? new TraceIds(ids.traceId(), ids.spanId(), ids.sampled()) : null;
		}

	}

}
