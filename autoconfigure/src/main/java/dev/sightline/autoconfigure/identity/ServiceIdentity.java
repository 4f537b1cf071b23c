package dev.sightline.autoconfigure.identity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryResourceAttributes;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * What the OpenTelemetry resource of this process says of it, so that metrics, spans, log
 * lines and Sentry events say the same.
 *
 * @param attributes the resource attributes by name, such as {@code service.version}
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/resource/">Resource semantic
 * conventions</a>
 */
public record ServiceIdentity(Map<String, String> attributes) {

	/**
	 * Prefix of the Spring Boot keys that hold the resource attributes.
	 */
	public static final String ATTRIBUTES_PREFIX = "management.opentelemetry.resource-attributes";

	/**
	 * Attribute with the name of the service.
	 */
	public static final String NAME = "service.name";

	/**
	 * Attribute with the version of the service.
	 */
	public static final String VERSION = "service.version";

	/**
	 * Attribute that tells this process from others of the same service.
	 */
	public static final String INSTANCE = "service.instance.id";

	/**
	 * Attribute with the deployment environment.
	 */
	public static final String ENVIRONMENT = "deployment.environment.name";

	private static final String BOOT_ATTRIBUTES = "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetryResourceAttributes";

	/**
	 * Read the identity that Spring Boot gives to the OpenTelemetry resource:
	 * {@code management.opentelemetry.resource-attributes}, then
	 * {@code OTEL_RESOURCE_ATTRIBUTES} and {@code OTEL_SERVICE_NAME}, then
	 * {@code spring.application.name}.
	 * @param environment the environment
	 * @return the identity
	 */
	public static ServiceIdentity of(Environment environment) {
		Map<String, String> configured = Binder.get(environment)
			.bind(ATTRIBUTES_PREFIX, Bindable.mapOf(String.class, String.class))
			.orElseGet(Collections::emptyMap);
		Map<String, String> attributes = new LinkedHashMap<>();
		if (ClassUtils.isPresent(BOOT_ATTRIBUTES, ServiceIdentity.class.getClassLoader())) {
			BootAttributes.apply(environment, configured, attributes);
		}
		else {
			attributes.put(NAME, environment.getProperty("spring.application.name", "unknown_service"));
			attributes.putAll(configured);
		}
		return new ServiceIdentity(Collections.unmodifiableMap(attributes));
	}

	/**
	 * The value of an attribute.
	 * @param attribute the name of the attribute
	 * @return the value, {@code null} if it is not known
	 */
	public @Nullable String get(String attribute) {
		return this.attributes.get(attribute);
	}

	/**
	 * The name of the service.
	 * @return the name, {@code unknown_service} if the application has none
	 */
	public String name() {
		return this.attributes.getOrDefault(NAME, "unknown_service");
	}

	private static final class BootAttributes {

		static void apply(Environment environment, Map<String, String> configured, Map<String, String> target) {
			new OpenTelemetryResourceAttributes(environment, configured).applyTo(target::put);
		}

	}

}
