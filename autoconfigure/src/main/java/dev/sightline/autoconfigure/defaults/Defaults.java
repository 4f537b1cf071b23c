package dev.sightline.autoconfigure.defaults;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Collects defaults and puts them where everything else beats them.
 */
class Defaults {

	private final ConfigurableEnvironment environment;

	private final Map<String, Object> values = new LinkedHashMap<>();

	Defaults(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	void add(String key, String value, String reason) {
		this.values.put(key, OriginTrackedValue.of(value, new DefaultOrigin(reason)));
	}

	/**
	 * Join the defaults with those that the application itself gave to
	 * {@code SpringApplication}, which win. Spring Boot keeps this one source at the very
	 * end, behind every {@code @PropertySource} that is added later.
	 */
	void apply() {
		if (this.values.isEmpty()) {
			return;
		}
		PropertySource<?> existing = this.environment.getPropertySources().get(DefaultPropertiesPropertySource.NAME);
		if (existing instanceof EnumerablePropertySource<?> enumerable) {
			ConfigurationPropertySource known = ConfigurationPropertySource.from(existing);
			this.values.keySet()
				.removeIf((key) -> known != null
						&& known.getConfigurationProperty(ConfigurationPropertyName.of(key)) != null);
			for (String name : enumerable.getPropertyNames()) {
				this.values.put(name, enumerable.getProperty(name));
			}
			this.environment.getPropertySources().remove(existing.getName());
		}
		this.environment.getPropertySources()
			.addLast(new OriginTrackedMapPropertySource(DefaultPropertiesPropertySource.NAME, this.values));
	}

	/**
	 * Tells a reader of a failure report or of {@code /actuator/env} where a value comes
	 * from.
	 *
	 * @param reason why the default is what it is
	 */
	private record DefaultOrigin(String reason) implements Origin {

		@Override
		public String toString() {
			return "Sightline default: " + this.reason;
		}

	}

}
