package dev.sightline.autoconfigure.health.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The paths of the probes, below the context path.
 */
final class ProbePaths {

	private static final String KEY = "sightline.health.base-path";

	private final String base;

	private final Map<String, Probe> probes;

	private ProbePaths(String base, Map<String, Probe> probes) {
		this.base = base;
		this.probes = probes;
	}

	/**
	 * All probes below a path.
	 * @throws InvalidConfigurationPropertyValueException if it is no path
	 */
	static ProbePaths below(String base) {
		if (!base.matches("(/[A-Za-z0-9._~-]+)+")) {
			throw new InvalidConfigurationPropertyValueException(KEY, base,
					"It has to be a path such as /health: it begins with a slash, does not end with one and has no pattern.");
		}
		Map<String, Probe> probes = new TreeMap<>();
		for (Probe probe : Probe.values()) {
			probes.put(base + probe.suffix(), probe);
		}
		return new ProbePaths(base, probes);
	}

	/**
	 * These without some that are taken.
	 */
	ProbePaths without(Collection<String> taken) {
		Map<String, Probe> left = new TreeMap<>(this.probes);
		left.keySet().removeAll(taken);
		return new ProbePaths(this.base, left);
	}

	/**
	 * These without one that is never asked.
	 */
	ProbePaths without(Probe probe) {
		return without(Set.of(this.base + probe.suffix()));
	}

	/**
	 * What is asked at a path.
	 * @return the probe, {@code null} if the path is none of these
	 */
	@Nullable Probe find(String path) {
		return path.startsWith(this.base) ? this.probes.get(path) : null;
	}

	/**
	 * All paths.
	 */
	List<String> all() {
		return new ArrayList<>(this.probes.keySet());
	}

}
