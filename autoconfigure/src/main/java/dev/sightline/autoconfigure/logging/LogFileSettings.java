package dev.sightline.autoconfigure.logging;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

import dev.sightline.autoconfigure.logging.LoggingProperties.LogFile;

/**
 * What a log file is like: what the user says, then what its name says.
 *
 * @param name its name
 * @param path where it is
 * @param format how its lines are written
 * @param levels the levels that go into it, none for all
 * @param eventTypes the types of events that go into it, none for all
 * @param maxSize the size at which it is put aside, 0 for none
 * @param daily whether it is put aside at midnight
 * @param maxFiles how many that were put aside are kept, 0 for all
 * @param maxDays how many days they are kept, 0 for ever
 * @param maxTotalSize how large all of them may be, 0 for no limit
 * @param gzip whether they are compressed
 */
record LogFileSettings(String name, Path path, Format format, Set<String> levels, Set<EventType> eventTypes,
		long maxSize, boolean daily, int maxFiles, int maxDays, long maxTotalSize, boolean gzip) {

	private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "CRITICAL");

	private static final Set<String> TAKEN = Set.of("console", "logstash");

	private static final long TEN_MEGABYTES = DataSize.ofMegabytes(10).toBytes();

	static LogFileSettings of(String name, Path path, LogFile file) {
		LogFileSettings preset = preset(name, path);
		String key = LoggingProperties.PREFIX + ".files." + name;
		if (TAKEN.contains(name)) {
			throw new InvalidLoggingException(key, name, "Give the file another name: this one is taken in metrics.");
		}
		return new LogFileSettings(name, path, (file.getFormat() != null) ? file.getFormat() : preset.format,
				(file.getLevels() != null) ? levels(key, file.getLevels()) : preset.levels,
				(file.getEventTypes() != null) ? Set.copyOf(file.getEventTypes()) : preset.eventTypes,
				size(key + ".max-size", file.getMaxSize(), preset.maxSize),
				(file.getDaily() != null) ? file.getDaily() : preset.daily,
				count(key + ".max-files", file.getMaxFiles(), preset.maxFiles),
				count(key + ".max-days", file.getMaxDays(), preset.maxDays),
				size(key + ".max-total-size", file.getMaxTotalSize(), preset.maxTotalSize),
				(file.getGzip() != null) ? file.getGzip() : preset.gzip);
	}

	private static LogFileSettings preset(String name, Path path) {
		return switch (name) {
			case "app" -> new LogFileSettings(name, path, Format.JSON, Set.of(), Set.of(), 0, true, 0, 30, 0, false);
			case "errors" -> new LogFileSettings(name, path, Format.JSON, Set.of("ERROR", "CRITICAL"), Set.of(),
					TEN_MEGABYTES, false, 5, 0, 0, false);
			case "security" -> new LogFileSettings(name, path, Format.JSON, Set.of(),
					Set.of(EventType.SECURITY, EventType.AUDIT), TEN_MEGABYTES, false, 10, 0, 0, false);
			default ->
				new LogFileSettings(name, path, Format.JSON, Set.of(), Set.of(), TEN_MEGABYTES, false, 10, 0, 0, false);
		};
	}

	private static Set<String> levels(String key, List<String> names) {
		Set<String> levels = new TreeSet<>();
		for (String name : names) {
			String level = name.trim().toUpperCase(Locale.ROOT);
			if (!LEVELS.contains(level)) {
				throw new InvalidLoggingException(key + ".levels", name,
						"There is no such level. Set it to some of trace, debug, info, warn, error and critical.");
			}
			levels.add(level);
		}
		return levels;
	}

	private static long size(String key, @Nullable DataSize size, long preset) {
		if (size != null && size.isNegative()) {
			throw new InvalidLoggingException(key, size, "It has to be 0 or more, such as 10MB.");
		}
		return (size != null) ? size.toBytes() : preset;
	}

	private static int count(String key, @Nullable Integer count, int preset) {
		if (count != null && count < 0) {
			throw new InvalidLoggingException(key, count, "It has to be 0 or more.");
		}
		return (count != null) ? count : preset;
	}

	/**
	 * Whether an event goes into the file.
	 */
	boolean wants(ILoggingEvent event) {
		return (this.levels.isEmpty() || this.levels.contains(EventType.level(event)))
				&& (this.eventTypes.isEmpty() || this.eventTypes.contains(EventType.of(event)));
	}

}
