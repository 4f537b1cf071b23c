package dev.sightline.autoconfigure.http.server;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.core.env.Environment;
import org.springframework.http.server.PathContainer;
import org.springframework.util.StringUtils;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The paths that are not observed.
 */
final class ExcludedPaths {

	private static final String KEY = "sightline.http.exclude";

	private final Excluded[] all;

	private ExcludedPaths(Excluded[] all) {
		this.all = all;
	}

	/**
	 * Read what the user excludes, or else the endpoints, the probes and the scrape.
	 * @throws org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException
	 * if a pattern cannot be parsed
	 */
	static ExcludedPaths of(HttpProperties properties, Environment environment) {
		List<String> patterns = properties.getExclude();
		if (patterns == null) {
			String servlet = path(environment, "spring.mvc.servlet.path", "");
			String base = path(environment, "management.endpoints.web.base-path", "/actuator");
			String probes = servlet + path(environment, "sightline.health.base-path", "/health") + "/**";
			String scrape = path(environment, "sightline.metrics.path", "");
			patterns = Stream
				// With the endpoints at the root, all of the application would be
				// excluded.
				.of(base.isEmpty() ? "" : servlet + base + "/**", probes, scrape.isEmpty() ? "" : servlet + scrape)
				.toList();
		}
		return new ExcludedPaths(
				patterns.stream().filter(StringUtils::hasText).map(Excluded::of).toArray(Excluded[]::new));
	}

	private static String path(Environment environment, String key, String byDefault) {
		return StringUtils.trimTrailingCharacter(environment.getProperty(key, byDefault), '/');
	}

	/**
	 * Whether a path is excluded.
	 * @param path the path, still encoded
	 * @param offset where the context path ends in it
	 */
	boolean matches(String path, int offset) {
		for (Excluded excluded : this.all) {
			if (path.startsWith(excluded.prefix(), offset)
					&& excluded.pattern().matches(PathContainer.parsePath(path.substring(offset)))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a path is excluded.
	 * @param path the path within the application
	 */
	boolean matches(PathContainer path) {
		for (Excluded excluded : this.all) {
			if (excluded.pattern().matches(path)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A pattern with the text that each match begins with, so that other requests cost
	 * one comparison.
	 */
	private record Excluded(String prefix, PathPattern pattern) {

		static Excluded of(String pattern) {
			String prefix = pattern.split("[*?{\\\\]", 2)[0];
			return new Excluded(StringUtils.trimTrailingCharacter(prefix, '/'), PathPatterns.parse(KEY, pattern));
		}

	}

}
