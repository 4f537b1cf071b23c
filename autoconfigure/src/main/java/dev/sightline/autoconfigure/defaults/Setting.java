package dev.sightline.autoconfigure.defaults;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.StringUtils;

/**
 * A value that somebody set, and where.
 *
 * @param key the key as the user knows it
 * @param value the value, never blank
 * @param origin the file and line, {@code null} if not known
 */
record Setting(String key, String value, @Nullable Origin origin) {

	/**
	 * Look up the first of several keys that has text.
	 * @param environment the environment
	 * @param keys the keys, the strongest first
	 * @return the setting or {@code null} if none of them has text
	 */
	static @Nullable Setting find(Environment environment, String... keys) {
		for (String key : keys) {
			String value = environment.getProperty(key);
			if (StringUtils.hasText(value)) {
				return new Setting(key, value.trim(), findOrigin(environment, key));
			}
		}
		return null;
	}

	/**
	 * The value without what may be a secret in a URL: user information and query.
	 */
	String shown() {
		return this.value.replaceAll("//[^/@]*@", "//***@").replaceAll("\\?.*", "?***");
	}

	private static @Nullable Origin findOrigin(Environment environment, String key) {
		if (!ConfigurationPropertyName.isValid(key)) {
			return findVariable(environment, key);
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.of(key);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return property.getOrigin();
			}
		}
		return null;
	}

	/**
	 * The name of an operator's variable is no name of a property.
	 */
	private static @Nullable Origin findVariable(Environment environment, String name) {
		if (environment instanceof ConfigurableEnvironment configurable) {
			for (PropertySource<?> source : configurable.getPropertySources()) {
				if (!ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)
						&& source.containsProperty(name)) {
					return PropertySourceOrigin.get(source, name);
				}
			}
		}
		return null;
	}

}
