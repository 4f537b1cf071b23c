package dev.sightline.autoconfigure.spans;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

import org.springframework.beans.factory.BeanFactory;

/**
 * The spans of OpenTelemetry, which is asked directly where no wrapper should be made.
 */
class OtelSpans extends TracedSpans {

	OtelSpans(BeanFactory beans) {
		super(beans);
	}

	@Override
	boolean isWanted(Tracer tracer) {
		if (!(tracer instanceof OtelTracer)) {
			return super.isWanted(tracer);
		}
		Span span = Span.fromContextOrNull(Context.current());
		return span == null || span.isRecording();
	}

}
