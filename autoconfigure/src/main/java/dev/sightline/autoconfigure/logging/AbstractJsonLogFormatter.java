package dev.sightline.autoconfigure.logging;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Writes a log event as one line of JSON. It never throws.
 */
abstract class AbstractJsonLogFormatter implements StructuredLogFormatter<ILoggingEvent> {

	/**
	 * Room for what is written after the limit is reached: the ends of objects, and the
	 * service.
	 */
	private static final int RESERVE = 512;

	private static final byte[] TRUNCATED = "\"truncated\":true".getBytes(StandardCharsets.ISO_8859_1);

	private static final byte[] MESSAGE = JsonBuffer.key("message");

	private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

	/**
	 * A thread keeps no more bytes than that.
	 */
	private static final int KEPT = 8192;

	private final ThreadLocal<byte @Nullable []> bytes = new ThreadLocal<>();

	private final int limit;

	private final Timestamps timestamps = new Timestamps();

	private final byte[] service;

	final Redactor redactor;

	final LogFields fields;

	/**
	 * Create a formatter.
	 * @param environment where it is configured
	 * @param service the members that name the service, without braces
	 */
	AbstractJsonLogFormatter(Environment environment, byte[] service) {
		LoggingProperties properties = LoggingProperties.of(environment);
		this.redactor = Redactor.of(environment);
		this.fields = new LogFields(properties, this.redactor);
		this.service = service;
		this.limit = Math.max(1024, (int) properties.getMaxLine().toBytes() - RESERVE - service.length);
	}

	/**
	 * Write the members of an event.
	 */
	abstract void write(ILoggingEvent event, JsonBuffer json);

	void timestamp(JsonBuffer json, ILoggingEvent event) {
		Instant instant = event.getInstant();
		json.raw(this.timestamps.format((instant != null) ? instant : Instant.ofEpochMilli(event.getTimeStamp())));
	}

	/**
	 * The message, of which one that is too long leaves room for the stack trace.
	 */
	void message(JsonBuffer json, ILoggingEvent event) {
		String message = event.getFormattedMessage();
		json.raw(MESSAGE).string((message != null) ? this.redactor.redact(message) : "", this.limit / 2);
	}

	@Override
	public String format(ILoggingEvent event) {
		return new String(encode(event), StandardCharsets.UTF_8);
	}

	@Override
	public byte[] formatAsBytes(ILoggingEvent event, Charset charset) {
		return StandardCharsets.UTF_8.equals(charset) ? encode(event) : format(event).getBytes(charset);
	}

	/**
	 * Spring Boot has Logback look each class of a stack trace up in all jars, to name
	 * its jar, which costs more than all the rest of a failed request. It does so after
	 * it has made its formatters, so the first line is the place to stop it.
	 */
	private byte[] encode(ILoggingEvent event) {
		if (this.context.isPackagingDataEnabled()) {
			this.context.setPackagingDataEnabled(false);
		}
		try {
			return line(event);
		}
		catch (RuntimeException | StackOverflowError | LinkageError | AssertionError ex) {
			return unwritable(event, ex);
		}
	}

	/**
	 * The line of an event whose own line could not be written, such as one with a list
	 * that changes meanwhile.
	 */
	private byte[] unwritable(ILoggingEvent event, Throwable failure) {
		LoggingEvent substitute = new LoggingEvent();
		substitute.setLoggerContext(this.context);
		substitute.setInstant(Instant.ofEpochMilli(event.getTimeStamp()));
		substitute.setLevel(event.getLevel());
		substitute.setLoggerName(event.getLoggerName());
		substitute.setThreadName(event.getThreadName());
		substitute.setMDCPropertyMap(Map.of());
		substitute.setMessage("[this line could not be written: " + failure.getClass().getSimpleName() + "]");
		return line(substitute);
	}

	private byte[] line(ILoggingEvent event) {
		byte[] bytes = this.bytes.get();
		// A line that is written within another has bytes of its own.
		this.bytes.set(null);
		JsonBuffer json = new JsonBuffer(this.limit, (bytes != null) ? bytes : new byte[JsonBuffer.INITIAL]);
		json.open();
		write(event, json);
		if (json.isCut()) {
			json.raw(TRUNCATED);
		}
		byte[] line = json.raw(this.service).close().line();
		if (json.bytes().length <= KEPT) {
			this.bytes.set(json.bytes());
		}
		return line;
	}

	/**
	 * The members of a map of texts, without braces.
	 */
	static byte[] members(Map<String, String> map) {
		JsonBuffer json = new JsonBuffer(Integer.MAX_VALUE);
		json.open();
		map.forEach(json::field);
		byte[] line = json.line();
		return java.util.Arrays.copyOfRange(line, 1, line.length - 1);
	}

}
