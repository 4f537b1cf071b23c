package dev.sightline.autoconfigure.llm;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Makes the span of a call as the conventions have it: of a client, named after operation
 * and model, with numbers that are numbers and without an event for each chunk.
 */
final class ModelTracingObservationHandler implements TracingObservationHandler<Observation.Context> {

	private static final Map<String, GenAi> TYPED = Arrays.stream(GenAi.values())
		.filter((name) -> name.type() != GenAi.Type.TEXT)
		.collect(Collectors.toMap(GenAi::key, Function.identity()));

	private final Tracer tracer;

	private final ModelCallSources sources;

	ModelTracingObservationHandler(Tracer tracer, ModelCallSources sources) {
		this.tracer = tracer;
		this.sources = sources;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.sources.find(context) != null;
	}

	@Override
	public Tracer getTracer() {
		return this.tracer;
	}

	@Override
	public void onStart(Observation.Context context) {
		Span parent = getParentSpan(context);
		Span.Builder span = this.tracer.spanBuilder().kind(Span.Kind.CLIENT);
		if (parent != null) {
			span.setParent(parent.context());
		}
		getTracingContext(context).setSpan(span.start());
	}

	@Override
	public void onEvent(Observation.Event event, Observation.Context context) {
		if (!GenAi.CHUNK.key().equals(event.getName())) {
			TracingObservationHandler.super.onEvent(event, context);
		}
	}

	@Override
	public void onStop(Observation.Context context) {
		Span span = getRequiredSpan(context);
		span.name(name(context));
		tagSpan(context, span);
		endSpan(context, span);
	}

	private String name(Observation.Context context) {
		ModelCall call = context.get(ModelCall.class);
		if (StringUtils.hasText(context.getContextualName()) || call == null) {
			return getSpanName(context);
		}
		return (call.requestModel() != null) ? call.operation() + " " + call.requestModel() : call.operation();
	}

	@Override
	public void tagSpan(Observation.Context context, Span span) {
		for (KeyValue keyValue : context.getAllKeyValues()) {
			tag(span, TYPED.get(keyValue.getKey()), keyValue.getKey(), keyValue.getValue());
		}
	}

	private static void tag(Span span, @Nullable GenAi name, String key, String value) {
		GenAi.Type type = (name != null) ? name.type() : GenAi.Type.TEXT;
		try {
			switch (type) {
				case LONG -> span.tag(key, Long.parseLong(value));
				case DOUBLE -> span.tag(key, Double.parseDouble(value));
				case BOOLEAN -> span.tag(key, Boolean.parseBoolean(value));
				case LIST -> span.tagOfStrings(key, List.of(value.split(",")));
				case TEXT -> span.tag(key, value);
			}
		}
		catch (NumberFormatException ex) {
			span.tag(key, value);
		}
	}

}
