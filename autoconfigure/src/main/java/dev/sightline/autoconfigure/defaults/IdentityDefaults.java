package dev.sightline.autoconfigure.defaults;

import java.io.IOException;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.identity.ServiceIdentity;

/**
 * Completes the identity of the service and gives it to those who do not read the
 * OpenTelemetry resource.
 */
class IdentityDefaults extends DefaultsPart {

	private static final String BUILD_INFO = "META-INF/build-info.properties";

	IdentityDefaults(DefaultsPart whole) {
		super(whole);
	}

	@Override
	void apply() {
		ServiceIdentity identity = ServiceIdentity.of(this.environment);
		String version = complete(identity, ServiceIdentity.VERSION, version(),
				"sightline.version, build-info or the manifest");
		String deployment = complete(identity, ServiceIdentity.ENVIRONMENT, deployment(identity),
				"sightline.environment or the first profile");
		String instance = complete(identity, ServiceIdentity.INSTANCE, instance(),
				"Tells this process from others of the same service");
		if (this.signals.contains(Signal.SENTRY)) {
			sentry("sentry.release", (version != null) ? identity.name() + "@" + version : null);
			sentry("sentry.environment", deployment);
			sentry("sentry.server-name", instance);
			sentry("sentry.tags[" + ServiceIdentity.NAME + "]", identity.name());
		}
	}

	private @Nullable String complete(ServiceIdentity identity, String attribute, @Nullable String value,
			String reason) {
		String known = identity.get(attribute);
		if (known != null) {
			return known;
		}
		if (value != null) {
			this.defaults.add(ServiceIdentity.ATTRIBUTES_PREFIX + "." + attribute, value, reason);
		}
		return value;
	}

	private void sentry(String key, @Nullable String value) {
		if (value != null) {
			this.defaults.add(key, value, "All signals name the same service");
		}
	}

	private @Nullable String version() {
		Setting setting = Setting.find(this.environment, "sightline.version");
		if (setting != null) {
			return setting.value();
		}
		ClassPathResource buildInfo = new ClassPathResource(BUILD_INFO, this.classLoader);
		if (buildInfo.exists()) {
			try {
				String version = PropertiesLoaderUtils.loadProperties(buildInfo).getProperty("build.version");
				if (StringUtils.hasText(version)) {
					return version;
				}
			}
			catch (IOException | IllegalArgumentException ex) {
				// An unreadable build-info is Boot's to report; the manifest may still
				// do.
			}
		}
		// Spring Boot sets it from the manifest of the main class.
		return this.environment.getProperty("spring.application.version");
	}

	private String deployment(ServiceIdentity identity) {
		Setting setting = Setting.find(this.environment, "sightline.environment");
		if (setting != null) {
			return setting.value();
		}
		// The attribute's name before version 1.27 of the semantic conventions.
		String former = identity.get("deployment.environment");
		if (former != null) {
			return former;
		}
		String[] profiles = this.environment.getActiveProfiles();
		return (profiles.length > 0) ? profiles[0] : this.environment.getDefaultProfiles()[0];
	}

	private String instance() {
		String host = this.environment.getProperty("HOSTNAME", this.environment.getProperty("COMPUTERNAME", ""));
		return StringUtils.hasText(host) ? host + "-" + ProcessHandle.current().pid() : UUID.randomUUID().toString();
	}

}
