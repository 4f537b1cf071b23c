package dev.sightline.autoconfigure.tracing.propagation;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * The propagators of an application, which see baggage within limits.
 */
class LimitedPropagator implements TextMapPropagator {

	/**
	 * One of the headers of B3 that all have who send several.
	 */
	private static final String B3_TRACE_ID = "X-B3-TraceId";

	private final TextMapPropagator delegate;

	private final LimitedBaggage baggage;

	private final Set<String> fields;

	LimitedPropagator(TextMapPropagator delegate, LimitedBaggage baggage) {
		this.delegate = delegate;
		this.baggage = baggage;
		this.fields = new LinkedHashSet<>(delegate.fields());
		if (this.fields.contains("b3")) {
			// The propagator for one header reads several too, and does not say so.
			this.fields.add(B3_TRACE_ID);
		}
		else if (this.fields.contains(B3_TRACE_ID)) {
			this.fields.add("b3");
		}
		if (!baggage.isAllowed()) {
			this.fields.remove(LimitedBaggage.HEADER);
		}
	}

	@Override
	public Collection<String> fields() {
		return this.fields;
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		this.delegate.inject(context, carrier, setter);
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		return this.delegate.extract(context, carrier, this.baggage.of(getter));
	}

}
