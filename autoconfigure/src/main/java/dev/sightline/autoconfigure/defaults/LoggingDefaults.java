package dev.sightline.autoconfigure.defaults;

import java.io.Console;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.util.ClassUtils;

import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.defaults.SightlineProperties.LogFormat;

/**
 * Chooses the format of the log lines before the logging system starts.
 */
class LoggingDefaults extends DefaultsPart {

	private static final String FORMAT = "sightline.logging.format";

	private static final String CONSOLE_FORMAT = "sightline.logging.console.format";

	private static final String FILE_FORMAT = "sightline.logging.file.format";

	/**
	 * The formatters of this project, by name since Logback is optional.
	 */
	private static final Map<LogFormat, String> FORMATTERS = Map.of(LogFormat.JSON,
			"dev.sightline.autoconfigure.logging.JsonLogFormatter", LogFormat.ECS,
			"dev.sightline.autoconfigure.logging.EcsLogFormatter", LogFormat.NESTED,
			"dev.sightline.autoconfigure.logging.NestedLogFormatter");

	/**
	 * Spring Boot's own formatters, for applications without Logback.
	 */
	private static final Map<LogFormat, String> BOOT_FORMATTERS = Map.of(LogFormat.JSON, "logstash", LogFormat.ECS,
			"ecs", LogFormat.NESTED, "logstash");

	private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error", "fatal", "off");

	LoggingDefaults(DefaultsPart whole) {
		super(whole);
	}

	@Override
	void apply() {
		boolean logback = ClassUtils.isPresent("ch.qos.logback.classic.Logger", this.classLoader);
		LogFormat format = format(FORMAT);
		LogFormat console = format(CONSOLE_FORMAT);
		if (console == null) {
			console = (format == null && !isTerminal() && isUnset("logging.pattern.console")) ? LogFormat.JSON : format;
		}
		format("logging.structured.format.console", console, logback);
		LogFormat file = format(FILE_FORMAT);
		if (file == null) {
			file = (format == null && isUnset("logging.pattern.file")) ? LogFormat.JSON : format;
		}
		format("logging.structured.format.file", file, logback);
		if (logback) {
			this.defaults.add("logging.pattern.correlation",
					(isTraced() ? "%correlationId" : "") + "%esb(%X{correlation_id})",
					"Lines of text have the id of the request too");
		}
		level();
		Setting directory = Setting.find(this.environment, "LOG_DIR");
		if (directory != null) {
			this.defaults.add("logging.file.path", directory.value(), directory.key());
		}
	}

	private void format(String key, @Nullable LogFormat format, boolean logback) {
		if (format != null && format != LogFormat.TEXT) {
			Map<LogFormat, String> formatters = (logback && !customizesBootFormatter()) ? FORMATTERS : BOOT_FORMATTERS;
			this.defaults.add(key, Objects.requireNonNull(formatters.get(format)), "Machines read what is no terminal");
		}
	}

	/**
	 * Only Spring Boot's own formatters know its {@code logging.structured.json} keys.
	 */
	private boolean customizesBootFormatter() {
		return Binder.get(this.environment)
			.bind("logging.structured.json", Bindable.mapOf(String.class, Object.class))
			.isBound();
	}

	private @Nullable LogFormat format(String key) {
		Setting setting = Setting.find(this.environment, key);
		if (setting == null) {
			return null;
		}
		for (LogFormat format : LogFormat.values()) {
			if (format.name().equalsIgnoreCase(setting.value())) {
				return format;
			}
		}
		throw new InvalidSettingException(setting, "there is no such format",
				"Set '" + key + "' to json, ecs, nested or text, or remove it.");
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

	private boolean isTraced() {
		return this.signals.contains(Signal.TRACING)
				&& this.environment.getProperty(LoggingSystem.EXPECT_CORRELATION_ID_PROPERTY, Boolean.class, false);
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
