package dev.sightline.autoconfigure.logging;

import java.util.Set;

import ch.qos.logback.classic.spi.ILoggingEvent;

import org.springframework.core.env.Environment;

/**
 * Writes a log event as JSON with an object for the context and one for what else is
 * known.
 */
public class NestedLogFormatter extends AbstractJsonLogFormatter {

	private static final Set<String> IDS = Set.of("traceId", "spanId");

	private static final Set<String> OWN = Set.of("logger", "thread", "module", "function", "line", "tags",
			"stack_trace");

	/**
	 * Create a formatter that names the service in every line.
	 * @param environment where the identity and the tags of the service are set
	 */
	public NestedLogFormatter(Environment environment) {
		super(environment, service(environment));
	}

	private static byte[] service(Environment environment) {
		JsonBuffer json = new JsonBuffer(Integer.MAX_VALUE);
		json.open().name("service").open().raw(members(JsonLogFormatter.fields(environment))).close();
		byte[] line = json.line();
		return java.util.Arrays.copyOfRange(line, 1, line.length - 1);
	}

	@Override
	void write(ILoggingEvent event, JsonBuffer json) {
		timestamp(json.name("timestamp"), event);
		json.name("level").string(EventType.level(event));
		message(json, event);
		json.name(EventType.KEY).string(EventType.of(event).toString());
		json.name("context").open();
		field(json, event, "trace_id", "traceId");
		field(json, event, "span_id", "spanId");
		this.fields.context(event, json, IDS);
		json.close();
		json.name("metadata").open();
		json.field("logger", event.getLoggerName());
		json.field("thread", event.getThreadName());
		this.fields.caller(event, json);
		this.fields.stackTrace(event, json);
		this.fields.keyValues(event, json, OWN, false);
		this.fields.tags(event, json);
		json.close();
	}

	private void field(JsonBuffer json, ILoggingEvent event, String name, String key) {
		String value = this.fields.context(event, key);
		if (value != null) {
			json.field(name, value);
		}
	}

}
