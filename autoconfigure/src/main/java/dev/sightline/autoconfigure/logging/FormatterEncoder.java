package dev.sightline.autoconfigure.logging;

import java.nio.charset.Charset;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.structured.StructuredLogFormatter;

/**
 * Gives an appender the lines of a formatter.
 */
class FormatterEncoder extends EncoderBase<ILoggingEvent> {

	private final StructuredLogFormatter<ILoggingEvent> formatter;

	private final Charset charset;

	FormatterEncoder(StructuredLogFormatter<ILoggingEvent> formatter, Charset charset) {
		this.formatter = formatter;
		this.charset = charset;
		start();
	}

	@Override
	public byte[] encode(ILoggingEvent event) {
		return this.formatter.formatAsBytes(event, this.charset);
	}

	@Override
	public byte @Nullable [] headerBytes() {
		return null;
	}

	@Override
	public byte @Nullable [] footerBytes() {
		return null;
	}

}
