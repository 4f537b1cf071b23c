package dev.sightline.autoconfigure.spans;

import java.util.function.Supplier;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * A span that ended, was not sampled, and has no parent in this process.
 *
 * @param name the name
 * @param kind the kind
 * @param spanContext its ids
 * @param parent the ids of its parent in another process, invalid if it has none
 * @param nanos how long it took
 * @param error what it failed with, {@code null} if it did not
 * @param attributes makes its attributes, if anybody wants to know them
 */
public record UnsampledRoot(String name, SpanKind kind, SpanContext spanContext, SpanContext parent, long nanos,
		@Nullable Throwable error, Supplier<Attributes> attributes) {

}
