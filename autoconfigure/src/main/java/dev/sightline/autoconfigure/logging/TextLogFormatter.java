package dev.sightline.autoconfigure.logging;

import java.nio.charset.Charset;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.slf4j.LoggerFactory;

import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Writes a log event by the pattern of Spring Boot or of the user, without secrets.
 */
public class TextLogFormatter implements StructuredLogFormatter<ILoggingEvent> {

	private static final String PATTERN = "CONSOLE_LOG_PATTERN";

	private static final String PLAIN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %5p --- [%t] %-40.40logger{39} : %m%n";

	private final Redactor redactor;

	private final int limit;

	private final PatternLayout layout = new PatternLayout();

	/**
	 * Create a formatter.
	 * @param environment where the pattern is set
	 */
	public TextLogFormatter(Environment environment) {
		this(environment, PATTERN);
	}

	TextLogFormatter(Environment environment, String property) {
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		this.redactor = Redactor.of(environment);
		this.limit = (int) LoggingProperties.of(environment).getMaxLine().toBytes();
		this.layout.setContext(context);
		String pattern = context.getProperty(property);
		this.layout.setPattern((pattern != null) ? pattern : PLAIN);
		for (String word : new String[] { "m", "msg", "message" }) {
			this.layout.getInstanceConverterMap().put(word, TextMessageConverter::new);
		}
		for (String word : new String[] { "p", "le", "level" }) {
			this.layout.getInstanceConverterMap().put(word, TextLevelConverter::new);
		}
		this.layout.start();
	}

	@Override
	public String format(ILoggingEvent event) {
		String line = this.redactor.redact(this.layout.doLayout(event));
		if (line.length() > this.limit) {
			line = line.substring(0, this.limit) + "... [cut]";
		}
		// What the redactor took out may have had the end of the line.
		return line.endsWith("\n") ? line : line + System.lineSeparator();
	}

	@Override
	public byte[] formatAsBytes(ILoggingEvent event, Charset charset) {
		return format(event).getBytes(charset);
	}

	/**
	 * The pattern for files, which has no colours.
	 */
	public static class ForFiles extends TextLogFormatter {

		/**
		 * Create a formatter.
		 * @param environment where the pattern is set
		 */
		public ForFiles(Environment environment) {
			super(environment, "FILE_LOG_PATTERN");
		}

	}

}
