package dev.sightline.autoconfigure.rules;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Rules that Prometheus evaluates one after the other.
 *
 * @param name the name of the group, unique in a file
 * @param interval how often the rules are evaluated, {@code null} for what Prometheus has
 * as its default
 * @param rules the rules
 */
public record RuleGroup(String name, @Nullable Duration interval, List<Rule> rules) {

	/**
	 * Create a group.
	 */
	public RuleGroup {
		rules = List.copyOf(rules);
	}

	/**
	 * Create a group that is evaluated as often as is the default of Prometheus.
	 * @param name the name
	 * @param rules the rules
	 */
	public RuleGroup(String name, List<Rule> rules) {
		this(name, null, rules);
	}

}
