package dev.sightline.autoconfigure.logging;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * What log lines say and where they go, besides their format.
 */
@ConfigurationProperties(LoggingProperties.PREFIX)
public class LoggingProperties {

	static final String PREFIX = "sightline.logging";

	/**
	 * Whether lines name the class, method and line of code that logged them. It is dear:
	 * each line walks the stack.
	 */
	private boolean caller = false;

	/**
	 * Longest line. What is longer is cut and marked.
	 */
	private DataSize maxLine = DataSize.ofKilobytes(256);

	/**
	 * Longest stack trace. The root cause comes first, and the end is cut.
	 */
	private DataSize maxStackTrace = DataSize.ofKilobytes(32);

	/**
	 * Room for the lines that wait to be written, for each place they go to.
	 */
	private DataSize bufferSize = DataSize.ofMegabytes(8);

	/**
	 * Longest time that the end of the application waits for lines to be written, for
	 * each place they go to.
	 */
	private Duration flushTimeout = Duration.ofSeconds(2);

	/**
	 * Whether lines for the console are written by a thread of their own.
	 */
	private boolean asynchronous = false;

	/**
	 * Log files. "app", "errors" and "security" only need a path.
	 */
	private final Map<String, LogFile> files = new LinkedHashMap<>();

	private final Logstash logstash = new Logstash();

	private final Otlp otlp = new Otlp();

	private final Context context = new Context();

	static LoggingProperties of(Environment environment) {
		LoggingProperties properties = Binder.get(environment).bindOrCreate(PREFIX, LoggingProperties.class);
		check("max-line", properties.maxLine, 4);
		check("max-stack-trace", properties.maxStackTrace, 1);
		if (properties.bufferSize.toBytes() < 2 * properties.maxLine.toBytes()) {
			throw new InvalidLoggingException(PREFIX + ".buffer-size", properties.bufferSize,
					"It has to be twice " + PREFIX + ".max-line or more.");
		}
		if (properties.flushTimeout.isNegative()) {
			throw new InvalidLoggingException(PREFIX + ".flush-timeout", properties.flushTimeout,
					"It has to be 0 or more, such as 2s.");
		}
		return properties;
	}

	private static void check(String key, DataSize size, long kilobytes) {
		if (size.toKilobytes() < kilobytes || size.toMegabytes() > 64) {
			throw new InvalidLoggingException(PREFIX + "." + key, size,
					"It has to be from " + kilobytes + "KB to 64MB.");
		}
	}

	public boolean isCaller() {
		return this.caller;
	}

	public void setCaller(boolean caller) {
		this.caller = caller;
	}

	public DataSize getMaxLine() {
		return this.maxLine;
	}

	public void setMaxLine(DataSize maxLine) {
		this.maxLine = maxLine;
	}

	public DataSize getMaxStackTrace() {
		return this.maxStackTrace;
	}

	public void setMaxStackTrace(DataSize maxStackTrace) {
		this.maxStackTrace = maxStackTrace;
	}

	public DataSize getBufferSize() {
		return this.bufferSize;
	}

	public void setBufferSize(DataSize bufferSize) {
		this.bufferSize = bufferSize;
	}

	public Duration getFlushTimeout() {
		return this.flushTimeout;
	}

	public void setFlushTimeout(Duration flushTimeout) {
		this.flushTimeout = flushTimeout;
	}

	public boolean isAsynchronous() {
		return this.asynchronous;
	}

	public void setAsynchronous(boolean asynchronous) {
		this.asynchronous = asynchronous;
	}

	public Map<String, LogFile> getFiles() {
		return this.files;
	}

	public Logstash getLogstash() {
		return this.logstash;
	}

	public Otlp getOtlp() {
		return this.otlp;
	}

	public Context getContext() {
		return this.context;
	}

	/**
	 * The context of log lines, which is the MDC.
	 */
	public static class Context {

		/**
		 * What the hash of the id of a session begins with, so that it is no secret.
		 */
		public static final String HASHED = "hashed:";

		/**
		 * Keys of the MDC that go out, or * for all.
		 */
		private List<String> include = List.of("*");

		/**
		 * Whether lines of a request have the name of the user who has logged in, as
		 * "user_id".
		 */
		private boolean user = false;

		/**
		 * Whether lines of a request have a salted hash of the id of its session, as
		 * "session_id".
		 */
		private boolean session = false;

		/**
		 * Salt of that hash, which instances may share. By default each process has one
		 * of its own.
		 */
		private @Nullable String sessionSalt;

		public List<String> getInclude() {
			return this.include;
		}

		public void setInclude(List<String> include) {
			this.include = include;
		}

		public boolean isUser() {
			return this.user;
		}

		public void setUser(boolean user) {
			this.user = user;
		}

		public boolean isSession() {
			return this.session;
		}

		public void setSession(boolean session) {
			this.session = session;
		}

		public @Nullable String getSessionSalt() {
			return this.sessionSalt;
		}

		public void setSessionSalt(@Nullable String sessionSalt) {
			this.sessionSalt = sessionSalt;
		}

	}

	/**
	 * Log lines over TCP.
	 */
	public static class Logstash {

		/**
		 * Hosts and ports that take lines over TCP, such as "logstash:5000". The first
		 * that answers gets all, and the next one if it goes away.
		 */
		private List<String> destinations = List.of();

		/**
		 * Whether the connection is encrypted.
		 */
		private boolean tls = false;

		/**
		 * Format of the lines.
		 */
		private Format format = Format.JSON;

		public List<String> getDestinations() {
			return this.destinations;
		}

		public void setDestinations(List<String> destinations) {
			this.destinations = destinations;
		}

		public boolean isTls() {
			return this.tls;
		}

		public void setTls(boolean tls) {
			this.tls = tls;
		}

		public Format getFormat() {
			return this.format;
		}

		public void setFormat(Format format) {
			this.format = format;
		}

	}

	/**
	 * Log lines over OTLP.
	 */
	public static class Otlp {

		/**
		 * Whether log lines are sent to the OTLP receiver.
		 */
		private boolean enabled = false;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * A log file.
	 */
	public static class LogFile {

		/**
		 * Path of the file. Blank means that there is none.
		 */
		private @Nullable String path;

		/**
		 * Format of its lines, "json" by default.
		 */
		private @Nullable Format format;

		/**
		 * Levels that go into it, all by default. For "errors" they are error and
		 * critical.
		 */
		private @Nullable List<String> levels;

		/**
		 * Types of events that go into it, all by default. For "security" they are
		 * security and audit.
		 */
		private @Nullable List<EventType> eventTypes;

		/**
		 * Size at which it is put aside, 0 for none. By default 10MB, and none for "app".
		 */
		private @Nullable DataSize maxSize;

		/**
		 * Whether it is put aside at midnight, as "app" is by default.
		 */
		private @Nullable Boolean daily;

		/**
		 * How many files that were put aside are kept, 0 for all. By default 10, 5 for
		 * "errors" and all for "app".
		 */
		private @Nullable Integer maxFiles;

		/**
		 * How many days files that were put aside are kept, 0 for ever. By default 30 for
		 * "app".
		 */
		private @Nullable Integer maxDays;

		/**
		 * How large all files that were put aside may be, 0 for no limit.
		 */
		private @Nullable DataSize maxTotalSize;

		/**
		 * Whether files that were put aside are compressed.
		 */
		private @Nullable Boolean gzip;

		public @Nullable String getPath() {
			return this.path;
		}

		public void setPath(@Nullable String path) {
			this.path = path;
		}

		public @Nullable Format getFormat() {
			return this.format;
		}

		public void setFormat(@Nullable Format format) {
			this.format = format;
		}

		public @Nullable List<String> getLevels() {
			return this.levels;
		}

		public void setLevels(@Nullable List<String> levels) {
			this.levels = levels;
		}

		public @Nullable List<EventType> getEventTypes() {
			return this.eventTypes;
		}

		public void setEventTypes(@Nullable List<EventType> eventTypes) {
			this.eventTypes = eventTypes;
		}

		public @Nullable DataSize getMaxSize() {
			return this.maxSize;
		}

		public void setMaxSize(@Nullable DataSize maxSize) {
			this.maxSize = maxSize;
		}

		public @Nullable Boolean getDaily() {
			return this.daily;
		}

		public void setDaily(@Nullable Boolean daily) {
			this.daily = daily;
		}

		public @Nullable Integer getMaxFiles() {
			return this.maxFiles;
		}

		public void setMaxFiles(@Nullable Integer maxFiles) {
			this.maxFiles = maxFiles;
		}

		public @Nullable Integer getMaxDays() {
			return this.maxDays;
		}

		public void setMaxDays(@Nullable Integer maxDays) {
			this.maxDays = maxDays;
		}

		public @Nullable DataSize getMaxTotalSize() {
			return this.maxTotalSize;
		}

		public void setMaxTotalSize(@Nullable DataSize maxTotalSize) {
			this.maxTotalSize = maxTotalSize;
		}

		public @Nullable Boolean getGzip() {
			return this.gzip;
		}

		public void setGzip(@Nullable Boolean gzip) {
			this.gzip = gzip;
		}

	}

}
