package dev.sightline.autoconfigure.defaults;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * A part of the defaults that depends on what else is set.
 */
abstract class DefaultsPart {

	final ConfigurableEnvironment environment;

	final @Nullable ClassLoader classLoader;

	final Set<Signal> signals;

	final Defaults defaults;

	DefaultsPart(ConfigurableEnvironment environment, @Nullable ClassLoader classLoader, Set<Signal> signals,
			Defaults defaults) {
		this.environment = environment;
		this.classLoader = classLoader;
		this.signals = signals;
		this.defaults = defaults;
	}

	DefaultsPart(DefaultsPart whole) {
		this(whole.environment, whole.classLoader, whole.signals, whole.defaults);
	}

	abstract void apply();

}
