package dev.sightline.autoconfigure.logging.context;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import dev.sightline.autoconfigure.logging.LoggingProperties;

/**
 * The fields of the MDC that say who sent a request, as far as they are asked for.
 */
class RequestFields {

	static final String USER = "user_id";

	static final String SESSION = "session_id";

	/**
	 * Longer than any name in use. What is longer only fills logs.
	 */
	private static final int LONGEST = 128;

	private final boolean user;

	private final @Nullable SessionHash hash;

	RequestFields(LoggingProperties.Context properties) {
		this.user = properties.isUser();
		this.hash = properties.isSession() ? new SessionHash(properties.getSessionSalt()) : null;
	}

	boolean hasUser() {
		return this.user;
	}

	boolean hasSession() {
		return this.hash != null;
	}

	/**
	 * The fields of a request.
	 * @param user the name of the user, {@code null} if nobody has logged in
	 * @param sessionId the id of the session, {@code null} if there is none
	 */
	Map<String, String> of(@Nullable String user, @Nullable String sessionId) {
		Map<String, String> fields = new LinkedHashMap<>();
		if (this.user && user != null) {
			fields.put(USER, (user.length() > LONGEST) ? user.substring(0, LONGEST) : user);
		}
		if (this.hash != null && sessionId != null) {
			fields.put(SESSION, this.hash.of(sessionId));
		}
		return fields;
	}

	/**
	 * Put fields into the MDC of this thread, in place of what is there.
	 */
	static void put(Map<String, String> fields) {
		fields.forEach(MDC::put);
	}

	/**
	 * Take the fields out of the MDC of this thread.
	 */
	static void remove() {
		MDC.remove(USER);
		MDC.remove(SESSION);
	}

}
