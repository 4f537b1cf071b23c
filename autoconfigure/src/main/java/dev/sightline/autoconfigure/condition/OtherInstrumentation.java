package dev.sightline.autoconfigure.condition;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Finds an instrumentation that already makes and exports traces in this process.
 */
public final class OtherInstrumentation {

	private static final String AGENT = "io.opentelemetry.javaagent.OpenTelemetryAgent";

	private static final String STARTER = "io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration";

	private OtherInstrumentation() {
	}

	/**
	 * Look for OpenTelemetry's Java agent and for its Spring Boot starter.
	 * @param environment where the agent may have been switched off
	 * @param classLoader the class loader of the application, {@code null} for the
	 * default one
	 * @return what was found, in words, or {@code null}
	 */
	public static @Nullable String find(Environment environment, @Nullable ClassLoader classLoader) {
		// The JVM appends an agent's jar to the system class path.
		if (ClassUtils.isPresent(AGENT, ClassLoader.getSystemClassLoader())
				&& environment.getProperty("otel.javaagent.enabled", Boolean.class, true)) {
			return "OpenTelemetry's Java agent";
		}
		if (ClassUtils.isPresent(STARTER, classLoader)) {
			return "OpenTelemetry's Spring Boot starter";
		}
		return null;
	}

}
