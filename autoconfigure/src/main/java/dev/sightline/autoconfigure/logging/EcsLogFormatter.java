package dev.sightline.autoconfigure.logging;

import java.util.Map;
import java.util.Set;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.identity.ServiceIdentity;

/**
 * Writes a log event in the <a href="https://www.elastic.co/docs/reference/ecs">Elastic
 * Common Schema</a>. What the application adds are labels, which are texts, so that no
 * line conflicts with the mapping of another.
 */
public class EcsLogFormatter extends AbstractJsonLogFormatter {

	private static final Set<String> IDS = Set.of("traceId", "spanId");

	/**
	 * Create a formatter that names the service in every line.
	 * @param environment where the identity and the tags of the service are set
	 */
	public EcsLogFormatter(Environment environment) {
		super(environment, service(environment));
	}

	private static byte[] service(Environment environment) {
		Map<String, String> fields = JsonLogFormatter.fields(environment);
		JsonBuffer json = new JsonBuffer(Integer.MAX_VALUE);
		json.open().name("service").open();
		field(json, "name", fields.remove(ServiceIdentity.NAME));
		field(json, "version", fields.remove(ServiceIdentity.VERSION));
		field(json, "environment", fields.remove(ServiceIdentity.ENVIRONMENT));
		String instance = fields.remove(ServiceIdentity.INSTANCE);
		if (instance != null) {
			json.name("node").open().name("name").string(instance).close();
		}
		json.close().name("process").open().name("pid").literal(String.valueOf(ProcessHandle.current().pid())).close();
		json.name("ecs").open().name("version").string("8.11").close();
		fields.forEach((name, value) -> field(json, "labels." + name, value));
		byte[] line = json.line();
		return java.util.Arrays.copyOfRange(line, 1, line.length - 1);
	}

	@Override
	void write(ILoggingEvent event, JsonBuffer json) {
		timestamp(json.name("@timestamp"), event);
		json.name("log").open();
		json.field("level", EventType.level(event));
		json.field("logger", event.getLoggerName());
		if (this.fields.caller) {
			json.name("origin").open();
			this.fields.caller(event, json);
			json.close();
		}
		json.close();
		json.name(EventType.KEY).string(EventType.of(event).toString());
		message(json, event);
		json.field("process.thread.name", event.getThreadName());
		field(json, "trace.id", this.fields.context(event, "traceId"));
		field(json, "span.id", this.fields.context(event, "spanId"));
		IThrowableProxy throwable = event.getThrowableProxy();
		if (throwable != null) {
			json.name("error").open();
			json.field("type", throwable.getClassName());
			json.field("message", this.redactor.redact(String.valueOf(throwable.getMessage())));
			this.fields.stackTrace(event, json);
			json.close();
		}
		json.name("labels").open();
		this.fields.context(event, json, IDS);
		this.fields.keyValues(event, json, Set.of(), true);
		json.close();
		this.fields.tags(event, json);
	}

	private static void field(JsonBuffer json, String name, @Nullable String value) {
		if (value != null) {
			json.field(name, value);
		}
	}

}
