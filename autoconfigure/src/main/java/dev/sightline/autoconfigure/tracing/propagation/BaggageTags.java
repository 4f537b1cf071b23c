package dev.sightline.autoconfigure.tracing.propagation;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.tracing.Baggage;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.util.function.SingletonSupplier;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Puts fields of baggage on the metrics, with few values each, and spans of what is
 * received. The bridge does not tell processors of spans what such a span began with.
 */
public class BaggageTags implements ObservationFilter {

	/**
	 * Values of a field that are told apart.
	 */
	static final int LIMIT = 100;

	/**
	 * Longer values are cut.
	 */
	private static final int LONGEST = 100;

	private final Supplier<@Nullable Tracer> tracer;

	private final List<Field> metrics;

	private final List<String> spans;

	private final Guard guard = new Guard(LoggerFactory.getLogger(BaggageTags.class),
			"Baggage did not become tags. This is told once.");

	/**
	 * Create it.
	 * @param tracer gives the tracer, when it is needed
	 * @param metrics the names of fields for metrics and spans
	 * @param spans the names of fields for spans only
	 */
	BaggageTags(Supplier<@Nullable Tracer> tracer, List<String> metrics, List<String> spans) {
		this.tracer = SingletonSupplier.ofNullable(tracer);
		this.metrics = metrics.stream().map(Field::new).toList();
		this.spans = spans.stream().filter((field) -> !metrics.contains(field)).toList();
	}

	@Override
	public Observation.Context map(Observation.Context context) {
		if (context instanceof ReceiverContext<?>) {
			// Each observation of a name has the same keys, whatever fails.
			for (Field field : this.metrics) {
				if (context.getLowCardinalityKeyValue(field.none().getKey()) == null) {
					context.addLowCardinalityKeyValue(field.none());
				}
			}
			this.guard.run(() -> add(context));
		}
		return context;
	}

	/**
	 * Put the fields that are for spans only on an observation, of which a span is made
	 * though it was not sampled.
	 */
	public void tag(Observation.Context context) {
		Span span = span(context);
		Tracer tracer = (span != null) ? this.tracer.get() : null;
		if (tracer != null && span != null) {
			tag(context, tracer, span);
		}
	}

	private void tag(Observation.Context context, Tracer tracer, Span span) {
		for (String field : this.spans) {
			String value = value(tracer, span, field);
			if (value != null) {
				context.addHighCardinalityKeyValue(KeyValue.of(field, value));
			}
		}
	}

	private static @Nullable Span span(Observation.Context context) {
		TracingContext tracing = context.get(TracingContext.class);
		return (tracing != null) ? tracing.getSpan() : null;
	}

	private void add(Observation.Context context) {
		Span span = span(context);
		Tracer tracer = (span != null) ? this.tracer.get() : null;
		if (tracer == null || span == null) {
			return;
		}
		for (Field field : this.metrics) {
			// What the application says itself is more than what its caller says.
			String value = isOurs(field, context) ? value(tracer, span, field.none().getKey()) : null;
			if (value != null) {
				context.addLowCardinalityKeyValue(field.keyValue(value));
			}
		}
		if (!span.isNoop()) {
			tag(context, tracer, span);
		}
	}

	@SuppressWarnings("ReferenceEquality")
	private static boolean isOurs(Field field, Observation.Context context) {
		return context.getLowCardinalityKeyValue(field.none().getKey()) == field.none();
	}

	private static @Nullable String value(Tracer tracer, Span span, String field) {
		Baggage baggage = tracer.getBaggage(span.context(), field);
		String value = (baggage != null) ? baggage.get() : null;
		return (value != null && !value.isEmpty()) ? value : null;
	}

	/**
	 * A field and the values that it had so far.
	 *
	 * @param none stands for no value
	 * @param values the values
	 */
	private record Field(KeyValue none, BoundedMap<String, KeyValue> values) {

		Field(String name) {
			this(KeyValue.of(name, KeyValue.NONE_VALUE), new BoundedMap<>(LIMIT, BoundedMap.OTHER));
		}

		KeyValue keyValue(String value) {
			String cut = (value.length() > LONGEST) ? value.substring(0, LONGEST) : value;
			return Objects.requireNonNull(this.values.get(cut, (known) -> KeyValue.of(this.none.getKey(), known)));
		}

	}

}
