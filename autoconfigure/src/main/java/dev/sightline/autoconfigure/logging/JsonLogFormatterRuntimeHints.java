package dev.sightline.autoconfigure.logging;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * Spring Boot finds the formatter by its name, which a native image has to be told.
 */
class JsonLogFormatterRuntimeHints implements RuntimeHintsRegistrar {

	private static final String ENCODER = "net.logstash.logback.encoder.LogstashEncoder";

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		if (ClassUtils.isPresent(ENCODER, classLoader)) {
			hints.reflection().registerType(JsonLogFormatter.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
		}
	}

}
