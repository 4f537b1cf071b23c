package dev.sightline.autoconfigure.security;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes security events as audit events of Spring Boot.
 */
class BootAudit implements SecurityAudit {

	/**
	 * As Spring Boot's own listener has it.
	 */
	private static final String UNKNOWN = "<unknown>";

	private final ApplicationEventPublisher publisher;

	BootAudit(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void publish(SecurityEventType type, Client client, @Nullable String reason) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("severity", type.severity().text());
		if (reason != null) {
			data.put("reason", reason);
		}
		if (client.address() != null) {
			data.put("remoteAddress", client.address());
		}
		String principal = (client.account() != null) ? client.account() : UNKNOWN;
		this.publisher.publishEvent(new AuditApplicationEvent(principal, type.name(), data));
	}

}
