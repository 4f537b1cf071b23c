package dev.sightline.autoconfigure.condition;

import java.util.List;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.Environment;

/**
 * Whether the user has set anything of a kind.
 */
public final class Settings {

	private Settings() {
	}

	/**
	 * Whether there is a property below one of some prefixes. Sources whose names can not
	 * be listed do not count, as no map can be bound from them either.
	 * @param environment where to look
	 * @param prefixes such as {@code "sightline.slo"}
	 * @return whether one is set
	 */
	public static boolean below(Environment environment, String... prefixes) {
		List<ConfigurationPropertyName> names = List.of(prefixes).stream().map(ConfigurationPropertyName::of).toList();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (names.stream()
				.anyMatch((name) -> source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT)) {
				return true;
			}
		}
		return false;
	}

}
