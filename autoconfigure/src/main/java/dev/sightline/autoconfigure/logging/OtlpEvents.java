package dev.sightline.autoconfigure.logging;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.slf4j.event.KeyValuePair;

import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Copies events without secrets, and with all that they say as key-values, under the
 * names that OpenTelemetry has for it.
 */
class OtlpEvents {

	/**
	 * The level of a critical line, for which Logback has none.
	 */
	static final String LEVEL = "level";

	private static final Set<String> TAKEN = Set.of("traceId", "spanId", EventType.KEY, LEVEL, "thread.name",
			"exception.type", "exception.message", "exception.stacktrace", "code.function.name", "code.line.number",
			"truncated");

	private final LoggerContext context;

	private final Redactor redactor;

	private final LogFields fields;

	private final int limit;

	OtlpEvents(LoggerContext context, Environment environment) {
		LoggingProperties properties = LoggingProperties.of(environment);
		this.context = context;
		this.redactor = Redactor.of(environment);
		this.fields = new LogFields(properties, this.redactor);
		this.limit = (int) properties.getMaxLine().toBytes();
	}

	LoggingEvent copy(ILoggingEvent event) {
		Copy copy = new Copy(event);
		String message = event.getFormattedMessage();
		copy.event.setMessage(copy.cut((message != null) ? this.redactor.redact(message) : "", this.limit / 2));
		copy.add(EventType.KEY, EventType.of(event).toString());
		if (EventType.isCritical(event)) {
			copy.add(LEVEL, EventType.level(event));
		}
		copy.add("thread.name", event.getThreadName());
		IThrowableProxy throwable = event.getThrowableProxy();
		if (throwable != null) {
			copy.add("exception.type", throwable.getClassName());
			copy.add("exception.message", this.redactor.redact(String.valueOf(throwable.getMessage())));
			copy.add("exception.stacktrace", this.fields.stackTrace(event));
		}
		StackTraceElement[] caller = this.fields.caller ? event.getCallerData() : new StackTraceElement[0];
		if (caller.length > 0) {
			copy.add("code.function.name", caller[0].getClassName() + "." + caller[0].getMethodName());
			copy.add("code.line.number", caller[0].getLineNumber());
		}
		this.fields.all(event, TAKEN).forEach(copy::add);
		if (copy.left < 0) {
			copy.event.addKeyValuePair(new KeyValuePair("truncated", true));
		}
		return copy.event;
	}

	/**
	 * A copy that grows until it is as long as a line may be.
	 */
	private final class Copy {

		private final LoggingEvent event = new LoggingEvent();

		private int left = OtlpEvents.this.limit;

		Copy(ILoggingEvent event) {
			Instant instant = event.getInstant();
			this.event.setLoggerContext(OtlpEvents.this.context);
			this.event.setInstant((instant != null) ? instant : Instant.ofEpochMilli(event.getTimeStamp()));
			this.event.setLevel(event.getLevel());
			this.event.setLoggerName(event.getLoggerName());
			this.event.setThreadName(event.getThreadName());
			this.event.setMDCPropertyMap(Map.of());
		}

		void add(String name, Object value) {
			if (this.left > 0) {
				this.event.addKeyValuePair(
						new KeyValuePair(name, (value instanceof String text) ? cut(text, this.left) : value));
				this.left -= name.length();
			}
		}

		/**
		 * As much of a text as there is room for.
		 */
		String cut(String text, int most) {
			this.left -= text.length();
			if (text.length() <= most) {
				return text;
			}
			this.left = -1;
			return text.substring(0, most);
		}

	}

}
