package dev.sightline.autoconfigure.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * The message of a line of text, which can not pass itself off as a line of its own.
 */
class TextMessageConverter extends ClassicConverter {

	/**
	 * Its report is for people, and has no part that came from outside.
	 */
	private static final String REPORTER = "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

	@Override
	public String convert(ILoggingEvent event) {
		String message = String.valueOf(event.getFormattedMessage());
		EventType said = EventType.said(event);
		if (said != null) {
			message = "[" + said + "] " + message;
		}
		for (int i = 0; i < message.length(); i++) {
			if (!isPlain(message.charAt(i))) {
				return REPORTER.equals(event.getLoggerName()) ? message : plain(message);
			}
		}
		return message;
	}

	private static boolean isPlain(char c) {
		return c == '\t' || (c >= ' ' && c < 0x7F) || (c >= 0xA0 && c != 0x2028 && c != 0x2029);
	}

	private static String plain(String message) {
		StringBuilder plain = new StringBuilder(message.length() + 16);
		for (int i = 0; i < message.length(); i++) {
			char c = message.charAt(i);
			if (c == '\n') {
				plain.append("\n\t");
			}
			else if (c != '\r') {
				plain.append(isPlain(c) ? c : '?');
			}
		}
		return plain.toString();
	}

}
