package dev.sightline.autoconfigure.sentry;

import java.util.Set;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.sentry.SentryEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Tells by tags where an event belongs: the part of the application, the session and the
 * key-values of low cardinality that the application gave to its observations.
 */
class TagDetail implements EventDetail {

	/**
	 * The name that the metric {@code application.errors} has for it.
	 */
	static final String COMPONENT = "component";

	/**
	 * The field of log lines that has the hash of a session, by its name in the MDC and
	 * in the context of a request.
	 */
	static final String SESSION = "session_id";

	/**
	 * What an event says better elsewhere, or what is not known before its request is
	 * over.
	 */
	private static final Set<String> SAID = Set.of("method", "uri", "status", "outcome", "exception", "error");

	/**
	 * An event has no more of those that are not ours.
	 */
	private static final int MOST = 20;

	/**
	 * Sentry drops tags with longer names.
	 */
	private static final int LONGEST_NAME = 32;

	/**
	 * Sentry drops tags with longer values.
	 */
	private static final int LONGEST = 200;

	private final Redactor redactor;

	TagDetail(Redactor redactor) {
		this.redactor = redactor;
	}

	@Override
	public void add(SentryEvent event, Observation.@Nullable Context context, Observation.@Nullable Context root) {
		String session = find(SESSION, root);
		if (session != null) {
			tag(event, SESSION, session);
		}
		if (context == null) {
			return;
		}
		if (context.getName() != null) {
			tag(event, COMPONENT, context.getName());
		}
		int room = tags(event, context.getLowCardinalityKeyValues(), MOST);
		if (root != null && root != context) {
			tags(event, root.getLowCardinalityKeyValues(), room);
		}
	}

	/**
	 * What is known of who sent a request.
	 * @param key the key of the MDC, which is also that of the context of the request
	 * @return {@code null} if it is not known, or if nobody asked for it
	 */
	static @Nullable String find(String key, Observation.@Nullable Context root) {
		Object value = (root != null) ? root.get(key) : null;
		return (value instanceof String text) ? text : MDC.get(key);
	}

	private int tags(SentryEvent event, KeyValues keyValues, int room) {
		int left = room;
		for (KeyValue keyValue : keyValues) {
			boolean empty = keyValue.getValue().isBlank() || keyValue.getValue().equals(KeyValue.NONE_VALUE);
			if (left > 0 && !empty && !SAID.contains(keyValue.getKey())) {
				tag(event, keyValue.getKey(), keyValue.getValue());
				left--;
			}
		}
		return left;
	}

	/**
	 * What the application set itself stays.
	 */
	private void tag(SentryEvent event, String name, String value) {
		if (name.length() <= LONGEST_NAME && event.getTag(name) == null) {
			// Half of a secret would not be known as one later.
			String line = name.equals(SESSION) ? value : this.redactor.redact(name, value).replace('\n', ' ');
			event.setTag(name, (line.length() <= LONGEST) ? line : line.substring(0, LONGEST));
		}
	}

}
