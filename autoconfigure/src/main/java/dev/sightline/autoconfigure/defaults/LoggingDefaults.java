package dev.sightline.autoconfigure.defaults;

import java.io.Console;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.util.ClassUtils;

import dev.sightline.autoconfigure.defaults.SightlineProperties.LogFormat;

/**
 * Chooses the format of the log lines before the logging system starts.
 */
class LoggingDefaults extends DefaultsPart {

	private static final String FORMAT = "sightline.logging.format";

	/**
	 * The formatter of this project, by name since its library is optional.
	 */
	private static final String ENCODER_FORMATTER = "dev.sightline.autoconfigure.logging.JsonLogFormatter";

	/**
	 * Spring Boot's own formatter with the same fields, for applications without the
	 * encoder or without Logback.
	 */
	private static final String BOOT_FORMATTER = "logstash";

	private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error", "fatal", "off");

	LoggingDefaults(DefaultsPart whole) {
		super(whole);
	}

	@Override
	void apply() {
		LogFormat format = format();
		if (format == LogFormat.JSON || (format == null && !isTerminal() && isUnset("logging.pattern.console"))) {
			json("logging.structured.format.console");
		}
		if (format == LogFormat.JSON || (format == null && isUnset("logging.pattern.file"))) {
			json("logging.structured.format.file");
		}
		level();
		Setting directory = Setting.find(this.environment, "LOG_DIR");
		if (directory != null) {
			this.defaults.add("logging.file.path", directory.value(), directory.key());
		}
	}

	private void json(String key) {
		boolean encoder = ClassUtils.isPresent("ch.qos.logback.classic.Logger", this.classLoader)
				&& ClassUtils.isPresent("net.logstash.logback.encoder.LogstashEncoder", this.classLoader)
				&& ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", this.classLoader)
				&& !customizesBootFormatter();
		this.defaults.add(key, encoder ? ENCODER_FORMATTER : BOOT_FORMATTER, "Machines read what is no terminal");
	}

	/**
	 * Only Spring Boot's own formatters know its {@code logging.structured.json} keys.
	 */
	private boolean customizesBootFormatter() {
		return Binder.get(this.environment)
			.bind("logging.structured.json", Bindable.mapOf(String.class, Object.class))
			.isBound();
	}

	private @Nullable LogFormat format() {
		Setting setting = Setting.find(this.environment, FORMAT);
		if (setting == null) {
			return null;
		}
		for (LogFormat format : LogFormat.values()) {
			if (format.name().equalsIgnoreCase(setting.value())) {
				return format;
			}
		}
		throw new InvalidSettingException(setting, "there is no such format",
				"Set '" + FORMAT + "' to json or text, or remove it.");
	}

	private void level() {
		Setting level = Setting.find(this.environment, "LOG_LEVEL");
		if (level == null) {
			return;
		}
		if (!LEVELS.contains(level.value().toLowerCase(Locale.ROOT))) {
			throw new InvalidSettingException(level, "there is no such level",
					"Set LOG_LEVEL to trace, debug, info, warn, error, fatal or off.");
		}
		this.defaults.add("logging.level.root", level.value(), level.key());
	}

	private boolean isUnset(String key) {
		return !this.environment.containsProperty(key);
	}

	/**
	 * Whether a person looks at the console. From JDK 22 on there is a console even
	 * without a terminal, and a method that tells.
	 */
	private static boolean isTerminal() {
		Console console = System.console();
		if (console == null) {
			return false;
		}
		try {
			return (boolean) Console.class.getMethod("isTerminal").invoke(console);
		}
		catch (ReflectiveOperationException ex) {
			return true;
		}
	}

}
