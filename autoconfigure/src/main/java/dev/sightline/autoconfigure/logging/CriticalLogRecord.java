package dev.sightline.autoconfigure.logging;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A log record of a critical line, whose severity is beyond all that Logback knows.
 */
final class CriticalLogRecord implements LogRecordData {

	private static final AttributeKey<String> LEVEL = AttributeKey.stringKey(OtlpEvents.LEVEL);

	private final LogRecordData delegate;

	private final String level;

	private CriticalLogRecord(LogRecordData delegate, String level) {
		this.delegate = delegate;
		this.level = level;
	}

	/**
	 * The record itself, if it is not critical.
	 */
	static LogRecordData of(LogRecordData data) {
		String level = data.getAttributes().get(LEVEL);
		return (level != null) ? new CriticalLogRecord(data, level) : data;
	}

	@Override
	public Severity getSeverity() {
		return Severity.FATAL;
	}

	@Override
	public String getSeverityText() {
		return this.level;
	}

	@Override
	public Resource getResource() {
		return this.delegate.getResource();
	}

	@Override
	public InstrumentationScopeInfo getInstrumentationScopeInfo() {
		return this.delegate.getInstrumentationScopeInfo();
	}

	@Override
	public long getTimestampEpochNanos() {
		return this.delegate.getTimestampEpochNanos();
	}

	@Override
	public long getObservedTimestampEpochNanos() {
		return this.delegate.getObservedTimestampEpochNanos();
	}

	@Override
	public SpanContext getSpanContext() {
		return this.delegate.getSpanContext();
	}

	@Override
	@Deprecated
	@SuppressWarnings("deprecation")
	public io.opentelemetry.sdk.logs.data.Body getBody() {
		return this.delegate.getBody();
	}

	@Override
	public @Nullable Value<?> getBodyValue() {
		return this.delegate.getBodyValue();
	}

	@Override
	public Attributes getAttributes() {
		return this.delegate.getAttributes();
	}

	@Override
	public int getTotalAttributeCount() {
		return this.delegate.getTotalAttributeCount();
	}

	@Override
	public @Nullable String getEventName() {
		return this.delegate.getEventName();
	}

}
