package dev.sightline.autoconfigure.security;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.bounded.RepeatedLine;

/**
 * Tells of what concerns security: a count, a log line, and whatever listens. Whoever is
 * concerned is never a tag.
 */
class SecurityEvents {

	/**
	 * The counter of events, by type and severity.
	 */
	static final String COUNTER = "security.events";

	private static final Logger logger = LoggerFactory.getLogger(SecurityEvents.class);

	private final ObjectProvider<MeterRegistry> registry;

	private final SecurityAudit audit;

	private final boolean includeSubject;

	private final Map<SecurityEventType, RepeatedLine> lines = new EnumMap<>(SecurityEventType.class);

	private final Guard guard = new Guard(logger, "A security event was not told of. This is told once.");

	SecurityEvents(ObjectProvider<MeterRegistry> registry, SecurityAudit audit, boolean includeSubject) {
		this.registry = registry;
		this.audit = audit;
		this.includeSubject = includeSubject;
		for (SecurityEventType type : SecurityEventType.values()) {
			this.lines.put(type, new RepeatedLine(SecurityLines.PAUSE));
		}
	}

	/**
	 * Something happened.
	 * @param type what
	 * @param client who did it
	 * @param reason more of it, without anything secret; {@code null} if there is none
	 */
	void add(SecurityEventType type, Client client, @Nullable String reason) {
		this.guard.run(() -> {
			count(type);
			log(type, client, reason);
		});
		this.guard.run(() -> this.audit.publish(type, client, reason));
	}

	private void count(SecurityEventType type) {
		this.registry.ifAvailable((registry) -> Counter.builder(COUNTER)
			.description("What concerns security")
			.tag("type", type.text())
			.tag("severity", type.severity().text())
			.register(registry)
			.increment());
	}

	private void log(SecurityEventType type, Client client, @Nullable String reason) {
		int unlogged = Objects.requireNonNull(this.lines.get(type)).ask();
		if (unlogged == RepeatedLine.NOT_NOW) {
			return;
		}
		boolean low = type.severity() == SecurityEventType.Severity.LOW;
		LoggingEventBuilder line = logger.atLevel(low ? Level.INFO : Level.WARN)
			.addKeyValue("event_type", "security")
			.addKeyValue("security.event", type.text())
			.addKeyValue("security.severity", type.severity().text());
		SecurityLines.subject(line, client, this.includeSubject)
			.log("Security event {}{}{}", type.text(), (reason != null) ? ": " + reason : "",
					SecurityLines.unlogged(unlogged));
	}

}
