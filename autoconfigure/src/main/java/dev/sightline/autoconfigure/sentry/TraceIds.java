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
		return traced ? new Traced(beans) : Finder.NONE;
	}

	/**
	 * Finds the ids of a span.
	 */
	interface Finder {

		/**
		 * Without tracing.
		 */
		Finder NONE = new Finder() {

			@Override
			public @Nullable TraceIds find(Observation.@Nullable Context context) {
				return null;
			}

			@Override
			public @Nullable TraceIds of(Observation.Context context) {
				return null;
			}

		};

		/**
		 * The ids of the span that is current, or else of that of an observation.
		 * @return {@code null} if there is none
		 */
		@Nullable TraceIds find(Observation.@Nullable Context context);

		/**
		 * The ids of the span of an observation.
		 * @return {@code null} if there is none
		 */
		@Nullable TraceIds of(Observation.Context context);

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
			return (span == null && context != null) ? of(context) : ids(span);
		}

		@Override
		public @Nullable TraceIds of(Observation.Context context) {
			TracingContext tracing = context.get(TracingContext.class);
			return ids((tracing != null) ? tracing.getSpan() : null);
		}

		private static @Nullable TraceIds ids(@Nullable Span span) {
			TraceContext ids = (span != null) ? span.context() : null;
			return (ids != null && ids.traceId().length() == 32 && ids.spanId().length() == 16)
					? new TraceIds(ids.traceId(), ids.spanId(), ids.sampled()) : null;
		}

	}

}
