package dev.sightline.autoconfigure.logging;

import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

import javax.net.ssl.SSLSocketFactory;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.util.ConfigurationWatchListUtil;

import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.export.ExportCounts;

/**
 * Changes what Spring Boot made of Logback: lines of text lose their secrets, and there
 * are more places they go to.
 */
class LogbackSetup {

	/**
	 * Processed ahead of time, a file leaves no other trace.
	 */
	private static final List<String> FILES = List.of("logback-test.xml", "logback.xml", "logback-test-spring.xml",
			"logback-spring.xml");

	private static final String OTLP_ENDPOINT = "management.opentelemetry.logging.export.otlp.endpoint";

	private static final String OTLP_APPENDER = "io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender";

	private final LoggerContext context;

	private final Environment environment;

	private final LoggingProperties properties;

	private final Logger root;

	LogbackSetup(LoggerContext context, Environment environment) {
		this.context = context;
		this.environment = environment;
		this.properties = LoggingProperties.of(environment);
		this.root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

	void apply() {
		if (!appenders(this.context).isEmpty()) {
			// A second context in this process shares the log of the first.
			return;
		}
		if (isDefault()) {
			if (this.root.getAppender("CONSOLE") instanceof ConsoleAppender<ILoggingEvent> console) {
				console(console);
			}
			if (this.root.getAppender("FILE") instanceof OutputStreamAppender<ILoggingEvent> file) {
				redactText(file, new TextLogFormatter.ForFiles(this.environment));
			}
		}
		this.properties.getFiles().forEach((name, file) -> {
			if (StringUtils.hasText(file.getPath())) {
				file(LogFileSettings.of(name, Path.of(file.getPath().trim()), file));
			}
		});
		List<InetSocketAddress> peers = LogPeers.of(this.properties.getLogstash().getDestinations());
		if (!peers.isEmpty()) {
			logstash(peers, this.properties.getLogstash());
		}
		if (this.properties.getOtlp().isEnabled() && isReceiverKnown()) {
			otlp();
		}
	}

	/**
	 * Whether lines will be sent over OTLP. The endpoint that they are sent to is one of
	 * Spring Boot's keys by now.
	 */
	private boolean isReceiverKnown() {
		return StringUtils.hasText(this.environment.getProperty(OTLP_ENDPOINT))
				&& ClassUtils.isPresent(OTLP_APPENDER, getClass().getClassLoader());
	}

	/**
	 * Whether there is no Logback file of the user.
	 */
	private boolean isDefault() {
		return ConfigurationWatchListUtil.getMainWatchURL(this.context) == null
				&& this.context.getProperty("CONSOLE_LOG_PATTERN") != null
				&& !StringUtils.hasText(this.environment.getProperty("logging.config"))
				&& FILES.stream().noneMatch((file) -> getClass().getClassLoader().getResource(file) != null);
	}

	private void console(ConsoleAppender<ILoggingEvent> console) {
		redactText(console, new TextLogFormatter(this.environment));
		if (this.properties.isAsynchronous()) {
			BufferedAppender appender = appender(console.getName(), console.getEncoder(), (event) -> true,
					new ConsoleSink(), "console");
			console.getCopyOfAttachedFiltersList().forEach(appender::addFilter);
			this.root.addAppender(appender);
			this.root.detachAppender(console);
		}
	}

	private static void redactText(OutputStreamAppender<ILoggingEvent> appender,
			StructuredLogFormatter<ILoggingEvent> formatter) {
		if (appender.getEncoder() instanceof PatternLayoutEncoder encoder) {
			Charset charset = encoder.getCharset();
			appender.setEncoder(new FormatterEncoder(formatter, (charset != null) ? charset : StandardCharsets.UTF_8));
		}
	}

	/**
	 * Attach what sends lines over OTLP.
	 */
	private void otlp() {
		OtlpAppender appender = new OtlpAppender(new OtlpEvents(this.context, this.environment));
		appender.setContext(this.context);
		appender.start();
		this.root.addAppender(appender);
	}

	private void logstash(List<InetSocketAddress> peers, LoggingProperties.Logstash logstash) {
		this.root.addAppender(appender("sightline-logstash", encoder(logstash.getFormat()), (event) -> true,
				new TcpSink(peers, logstash.isTls() ? (SSLSocketFactory) SSLSocketFactory.getDefault() : null),
				"logstash"));
	}

	private void file(LogFileSettings settings) {
		this.root.addAppender(appender("sightline-" + settings.name(), encoder(settings.format()), settings::wants,
				new FileSink(settings, Clock.systemDefaultZone()), settings.name()));
	}

	private Encoder<ILoggingEvent> encoder(Format format) {
		return new FormatterEncoder(format.formatter(this.environment), StandardCharsets.UTF_8);
	}

	private BufferedAppender appender(String name, Encoder<ILoggingEvent> encoder, Predicate<ILoggingEvent> wanted,
			LineSink sink, String destination) {
		BufferedAppender appender = new BufferedAppender(name, encoder, wanted, sink,
				new ExportCounts("logs", destination), this.properties);
		appender.setContext(this.context);
		appender.start();
		return appender;
	}

	/**
	 * The appenders of ours that a log has.
	 */
	static List<GuardedAppender> appenders(LoggerContext context) {
		List<GuardedAppender> appenders = new ArrayList<>();
		Iterator<Appender<ILoggingEvent>> all = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
			.iteratorForAppenders();
		while (all.hasNext()) {
			if (all.next() instanceof GuardedAppender appender) {
				appenders.add(appender);
			}
		}
		return appenders;
	}

}
