package dev.sightline.autoconfigure.logging;

import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;

import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Formats of the lines of a log file.
 */
public enum Format {

	/**
	 * One flat JSON object a line.
	 */
	JSON,

	/**
	 * The Elastic Common Schema.
	 */
	ECS,

	/**
	 * JSON with an object for the context and one for what else is known.
	 */
	NESTED,

	/**
	 * A pattern for people.
	 */
	TEXT;

	StructuredLogFormatter<ILoggingEvent> formatter(Environment environment) {
		return switch (this) {
			case JSON -> new JsonLogFormatter(environment);
			case ECS -> new EcsLogFormatter(environment);
			case NESTED -> new NestedLogFormatter(environment);
			case TEXT -> new TextLogFormatter.ForFiles(environment);
		};
	}

}
