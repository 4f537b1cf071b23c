package dev.sightline.autoconfigure.rules;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * The URL of a folder with pages that alerts and dashboards link to.
 */
public final class PageUrl {

	private PageUrl() {
	}

	/**
	 * Check a URL.
	 * @param key the property that has it
	 * @param url the URL, {@code null} or blank if there is none
	 * @return the URL with one slash at its end, {@code null} if there is none
	 * @throws InvalidConfigurationPropertyValueException if it is no URL
	 */
	public static @Nullable String check(String key, @Nullable String url) {
		if (!StringUtils.hasText(url)) {
			return null;
		}
		if (!url.matches("https?://\\S+")) {
			throw new InvalidConfigurationPropertyValueException(key, url,
					"It has to be a URL, such as https://wiki.example.org/docs.");
		}
		return url.replaceFirst("/*$", "/");
	}

}
