package dev.sightline.autoconfigure.logging;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * Spring Boot finds the formatters by their names, which a native image has to be told.
 */
class LogFormatterRuntimeHints implements RuntimeHintsRegistrar {

	private static final String LOGBACK = "ch.qos.logback.classic.Logger";

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		if (ClassUtils.isPresent(LOGBACK, classLoader)) {
			for (Class<?> formatter : List.of(JsonLogFormatter.class, EcsLogFormatter.class, NestedLogFormatter.class,
					TextLogFormatter.class, TextLogFormatter.ForFiles.class)) {
				hints.reflection().registerType(formatter, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
			}
		}
	}

}
