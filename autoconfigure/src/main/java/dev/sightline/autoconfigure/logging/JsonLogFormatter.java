package dev.sightline.autoconfigure.logging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import ch.qos.logback.classic.spi.ILoggingEvent;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.identity.ServiceIdentity;

/**
 * Writes a log event as one flat JSON object, with the names that Logstash and Loki know.
 * Spring Boot creates it when {@code logging.structured.format.console} or {@code .file}
 * names it, from the first line on.
 */
public class JsonLogFormatter extends AbstractJsonLogFormatter {

	private static final byte[] TIMESTAMP = JsonBuffer.key("@timestamp");

	private static final byte[] LEVEL = JsonBuffer.key("level");

	private static final byte[] EVENT_TYPE = JsonBuffer.key(EventType.KEY);

	private static final byte[] LOGGER = JsonBuffer.key("logger_name");

	private static final byte[] THREAD = JsonBuffer.key("thread_name");

	private final Set<String> taken = new TreeSet<>(Set.of("@timestamp", "level", EventType.KEY, "message",
			"logger_name", "thread_name", "tags", "stack_trace", "truncated", "module", "function", "line"));

	/**
	 * Create a formatter that names the service in every line.
	 * @param environment where the identity and the tags of the service are set
	 */
	public JsonLogFormatter(Environment environment) {
		super(environment, service(environment));
		this.taken.addAll(fields(environment).keySet());
	}

	private static byte[] service(Environment environment) {
		return members(fields(environment));
	}

	static Map<String, String> fields(Environment environment) {
		ServiceIdentity identity = ServiceIdentity.of(environment);
		Map<String, String> fields = new LinkedHashMap<>();
		fields.put(ServiceIdentity.NAME, identity.name());
		for (String attribute : new String[] { ServiceIdentity.VERSION, ServiceIdentity.ENVIRONMENT,
				ServiceIdentity.INSTANCE }) {
			String value = identity.get(attribute);
			if (value != null) {
				fields.put(attribute, value);
			}
		}
		Binder.get(environment)
			.bind("sightline.tags", Bindable.mapOf(String.class, String.class))
			.ifBound((tags) -> tags
				.forEach((name, value) -> fields.putIfAbsent(name, identity.attributes().getOrDefault(name, value))));
		return fields;
	}

	@Override
	void write(ILoggingEvent event, JsonBuffer json) {
		timestamp(json.raw(TIMESTAMP), event);
		json.raw(LEVEL).string(EventType.level(event));
		json.raw(EVENT_TYPE).string(EventType.of(event).toString());
		message(json, event);
		if (!json.isFull()) {
			json.raw(LOGGER).string(event.getLoggerName());
			json.raw(THREAD).string(event.getThreadName());
		}
		this.fields.caller(event, json);
		this.fields.context(event, json, this.taken);
		this.fields.stackTrace(event, json);
		this.fields.keyValues(event, json, this.taken, false);
		this.fields.tags(event, json);
	}

}
