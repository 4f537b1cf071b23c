package dev.sightline.autoconfigure.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * The level of a line of text.
 */
class TextLevelConverter extends ClassicConverter {

	@Override
	public String convert(ILoggingEvent event) {
		return EventType.level(event);
	}

}
