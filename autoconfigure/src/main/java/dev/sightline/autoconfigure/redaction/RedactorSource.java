package dev.sightline.autoconfigure.redaction;

import java.util.Map;

import org.springframework.core.env.MapPropertySource;

/**
 * Keeps the redactor of an application with its environment, which is there before the
 * log and before the beans. It has no properties.
 */
class RedactorSource extends MapPropertySource {

	static final String NAME = "sightlineRedactor";

	private final Redactor redactor;

	RedactorSource(Redactor redactor) {
		super(NAME, Map.of());
		this.redactor = redactor;
	}

	Redactor getRedactor() {
		return this.redactor;
	}

}
