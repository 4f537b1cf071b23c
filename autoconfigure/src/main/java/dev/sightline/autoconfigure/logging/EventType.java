package dev.sightline.autoconfigure.logging;

import java.util.List;
import java.util.Locale;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * What a log line is about.
 */
public enum EventType {

	/**
	 * A request that began.
	 */
	REQUEST,

	/**
	 * An answer.
	 */
	RESPONSE,

	/**
	 * Something that failed.
	 */
	ERROR,

	/**
	 * Something that concerns security.
	 */
	SECURITY,

	/**
	 * Something that was slow, or how fast it was.
	 */
	PERFORMANCE,

	/**
	 * Something that the business is about.
	 */
	BUSINESS,

	/**
	 * Something that the application does for itself.
	 */
	SYSTEM,

	/**
	 * Something that has to be proved later.
	 */
	AUDIT;

	/**
	 * The field, and the key of a user who says what her line is about.
	 */
	static final String KEY = "event_type";

	private static final String SEVERITY = "severity";

	private static final String CRITICAL = "CRITICAL";

	private final String text = name().toLowerCase(Locale.ROOT);

	/**
	 * What an event is about: what its key-values say, then its markers, then its level.
	 */
	static EventType of(ILoggingEvent event) {
		EventType said = said(event);
		if (said != null) {
			return said;
		}
		return event.getLevel().isGreaterOrEqual(Level.ERROR) ? ERROR : SYSTEM;
	}

	/**
	 * What an event is about, {@code null} if only its level says so.
	 */
	static @Nullable EventType said(ILoggingEvent event) {
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		if (pairs != null) {
			for (KeyValuePair pair : pairs) {
				if (KEY.equals(pair.key) && pair.value != null) {
					EventType type = find((pair.value instanceof EventType known) ? known.name() : text(pair.value));
					if (type != null) {
						return type;
					}
				}
			}
		}
		for (Marker marker : EventMarkers.of(event)) {
			EventType type = find(marker.getName());
			if (type != null) {
				return type;
			}
		}
		return null;
	}

	/**
	 * Whether a marker or a key-value says that an event is critical.
	 */
	static boolean isCritical(ILoggingEvent event) {
		List<KeyValuePair> pairs = event.getKeyValuePairs();
		if (pairs != null) {
			for (KeyValuePair pair : pairs) {
				if (SEVERITY.equals(pair.key) && pair.value != null && CRITICAL.equalsIgnoreCase(text(pair.value))) {
					return true;
				}
			}
		}
		for (Marker marker : EventMarkers.of(event)) {
			if (CRITICAL.equalsIgnoreCase(marker.getName())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The level of an event, as it is written.
	 */
	static String level(ILoggingEvent event) {
		return isCritical(event) ? CRITICAL : event.getLevel().levelStr;
	}

	/**
	 * Whether a marker has said all that it has to say.
	 */
	static boolean isKnown(String marker) {
		return CRITICAL.equalsIgnoreCase(marker) || find(marker) != null;
	}

	private static @Nullable EventType find(String name) {
		for (EventType type : values()) {
			if (type.text.equalsIgnoreCase(name)) {
				return type;
			}
		}
		return null;
	}

	private static String text(Object value) {
		return (value instanceof String || value instanceof Enum<?>) ? value.toString() : "";
	}

	@Override
	public String toString() {
		return this.text;
	}

}
