package dev.sightline.autoconfigure.security;

import java.time.Duration;

import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the log lines of security have in common.
 */
final class SecurityLines {

	/**
	 * From one line of a kind to the next, so that an attack does not fill the log.
	 */
	static final Duration PAUSE = Duration.ofSeconds(1);

	private SecurityLines() {
	}

	static LoggingEventBuilder subject(LoggingEventBuilder line, Client client, boolean include) {
		if (include && client.account() != null) {
			line.addKeyValue("enduser.id", client.account());
		}
		if (include && client.address() != null) {
			line.addKeyValue("client.address", client.address());
		}
		return line;
	}

	static String unlogged(int unlogged) {
		return (unlogged > 0) ? ", and " + unlogged + " more of this kind since the last such line" : "";
	}

}
