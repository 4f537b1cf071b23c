package dev.sightline.autoconfigure.tracing.keep;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootVersion;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.spans.UnsampledRoot;

/**
 * Makes spans of observations that ended, with the names and attributes that Micrometer
 * Tracing gives to those that are sampled.
 */
class KeptSpanFactory {

	/**
	 * The id of the request, as it stands in log lines.
	 */
	private static final String REQUEST_ID = "correlation_id";

	private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.builder("org.springframework.boot")
		.setVersion(SpringBootVersion.getVersion())
		.build();

	private final ObjectProvider<Resource> resource;

	private final int longest;

	/**
	 * Create it.
	 * @param resource the resource of all spans
	 * @param longest the limit of the length of an attribute
	 */
	KeptSpanFactory(ObjectProvider<Resource> resource, int longest) {
		this.resource = resource;
		this.longest = longest;
	}

	SpanData create(Observation.Context context, Beginning beginning, SpanContext parent, long nanos,
			KeepReason reason) {
		String name = StringUtils.hasText(context.getContextualName()) ? context.getContextualName()
				: context.getName();
		AttributesBuilder attributes = Attributes.builder();
		for (KeyValue keyValue : context.getAllKeyValues()) {
			if (!keyValue.getKey().toLowerCase(Locale.ROOT).equals("error")) {
				attributes.put(keyValue.getKey(), cut(keyValue.getValue()));
			}
		}
		return create(new UnsampledRoot((name != null) ? name : "", kind(context), beginning.spanContext(), parent,
				nanos, context.getError(), Attributes::empty), attributes, reason);
	}

	SpanData create(UnsampledRoot root, KeepReason reason) {
		AttributesBuilder attributes = Attributes.builder();
		root.attributes().get().forEach((key, value) -> put(attributes, key, value));
		return create(root, attributes, reason);
	}

	@SuppressWarnings("unchecked")
	private void put(AttributesBuilder attributes, AttributeKey<?> key, Object value) {
		attributes.put((AttributeKey<Object>) key, cutAll(value));
	}

	private SpanData create(UnsampledRoot root, AttributesBuilder attributes, KeepReason reason) {
		Instant now = Instant.now();
		long end = now.getEpochSecond() * 1_000_000_000 + now.getNano();
		Throwable error = root.error();
		String id = MDC.get(REQUEST_ID);
		if (id != null) {
			attributes.put(REQUEST_ID, cut(id));
		}
		attributes.put(KeepReason.KEY, reason.text());
		return new KeptSpan(root.name(), root.kind(), root.spanContext(), root.parent(), status(error, reason),
				end - root.nanos(), end, attributes.build(), (error != null) ? List.of(event(error, end)) : List.of(),
				this.resource.getIfAvailable(Resource::getDefault), SCOPE);
	}

	private static SpanKind kind(Observation.Context context) {
		Kind kind = (context instanceof ReceiverContext<?> receiver) ? receiver.getKind() : null;
		return (kind != null) ? SpanKind.valueOf(kind.name()) : SpanKind.INTERNAL;
	}

	private static StatusData status(@Nullable Throwable error, KeepReason reason) {
		if (error != null) {
			return StatusData.create(StatusCode.ERROR, message(error));
		}
		return (reason == KeepReason.ERROR) ? StatusData.error() : StatusData.unset();
	}

	private EventData event(Throwable error, long nanos) {
		return EventData.create(nanos, "exception",
				Attributes.of(AttributeKey.stringKey("exception.type"), error.getClass().getName(),
						AttributeKey.stringKey("exception.message"), cut(message(error)),
						AttributeKey.stringKey("exception.stacktrace"), cut(trace(error))));
	}

	/**
	 * An exception may throw one itself.
	 */
	private static String message(Throwable error) {
		try {
			String message = error.getMessage();
			return (message != null) ? message : "";
		}
		catch (RuntimeException ex) {
			return "";
		}
	}

	private static String trace(Throwable error) {
		try {
			StringWriter trace = new StringWriter();
			error.printStackTrace(new PrintWriter(trace, true));
			return trace.toString();
		}
		catch (RuntimeException ex) {
			return "";
		}
	}

	private Object cutAll(Object value) {
		if (value instanceof List<?> list) {
			return list.stream().map(this::cutAll).toList();
		}
		return (value instanceof String text) ? cut(text) : value;
	}

	private String cut(String text) {
		return (text.length() > this.longest) ? text.substring(0, this.longest) : text;
	}

}
