package dev.sightline.autoconfigure.logging.context;

import java.util.LinkedHashMap;
import java.util.Map;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Carries user and session to the threads that work for a request.
 */
class RequestFieldsThreadLocalAccessor implements ThreadLocalAccessor<Map<String, String>> {

	static final String KEY = RequestFields.class.getName();

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable Map<String, String> getValue() {
		String user = MDC.get(RequestFields.USER);
		String session = MDC.get(RequestFields.SESSION);
		if (user == null && session == null) {
			return null;
		}
		Map<String, String> fields = new LinkedHashMap<>();
		if (user != null) {
			fields.put(RequestFields.USER, user);
		}
		if (session != null) {
			fields.put(RequestFields.SESSION, session);
		}
		return fields;
	}

	@Override
	public void setValue(Map<String, String> fields) {
		RequestFields.remove();
		RequestFields.put(fields);
	}

	@Override
	public void setValue() {
		RequestFields.remove();
	}

}
