package dev.sightline.autoconfigure.http.server;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Patterns of paths in properties.
 */
final class PathPatterns {

	private PathPatterns() {
	}

	/**
	 * Parse a pattern.
	 * @param key the property that has it
	 * @param pattern the pattern
	 * @throws InvalidConfigurationPropertyValueException if it is none
	 */
	static PathPattern parse(String key, String pattern) {
		if (!pattern.strip().startsWith("/")) {
			throw new InvalidConfigurationPropertyValueException(key, pattern,
					"It has to begin with a slash, or it would match nothing. Write it such as /internal/**.");
		}
		try {
			return PathPatternParser.defaultInstance.parse(pattern.strip());
		}
		catch (PatternParseException ex) {
			throw new InvalidConfigurationPropertyValueException(key, pattern,
					"It is no pattern of a path: " + ex.getMessage() + ". Write it such as /internal/**.");
		}
	}

}
