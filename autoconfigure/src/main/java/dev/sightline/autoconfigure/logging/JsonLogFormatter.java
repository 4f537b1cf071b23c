package dev.sightline.autoconfigure.logging;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashCommonFieldNames;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.identity.ServiceIdentity;

/**
 * Writes a log event as one flat JSON object with the encoder of <a href=
 * "https://github.com/logfellow/logstash-logback-encoder">logstash-logback-encoder </a>.
 * Spring Boot creates it when {@code logging.structured.format.console} or {@code .file}
 * names it, from the first line on.
 */
public class JsonLogFormatter implements StructuredLogFormatter<ILoggingEvent> {

	private final LogstashEncoder encoder = new LogstashEncoder();

	private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

	/**
	 * Create a formatter that names the service in every line.
	 * @param environment where the identity and the tags of the service are set
	 */
	public JsonLogFormatter(Environment environment) {
		this.encoder.setContext(this.context);
		// Spring Boot keeps its own settings in the context: they are no news to a
		// reader.
		this.encoder.setIncludeContext(false);
		this.encoder.getFieldNames().setVersion(LogstashCommonFieldNames.IGNORE_FIELD_INDICATOR);
		this.encoder.getFieldNames().setLevelValue(LogstashCommonFieldNames.IGNORE_FIELD_INDICATOR);
		// Not with a mapper: making one takes a tenth of a second of the start.
		this.encoder.setCustomFields(JsonWriter.standard().writeToString(fields(environment)));
		this.encoder.start();
	}

	private static Map<String, String> fields(Environment environment) {
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
	public String format(ILoggingEvent event) {
		return new String(encode(event), StandardCharsets.UTF_8);
	}

	@Override
	public byte[] formatAsBytes(ILoggingEvent event, Charset charset) {
		return StandardCharsets.UTF_8.equals(charset) ? encode(event) : format(event).getBytes(charset);
	}

	/**
	 * Spring Boot has Logback look each class of a stack trace up in all jars, to name
	 * its jar, which costs more than all the rest of a failed request. It does so after
	 * it has made its formatters, so the first line is the place to stop it.
	 */
	private byte[] encode(ILoggingEvent event) {
		if (this.context.isPackagingDataEnabled()) {
			this.context.setPackagingDataEnabled(false);
		}
		return this.encoder.encode(event);
	}

}
