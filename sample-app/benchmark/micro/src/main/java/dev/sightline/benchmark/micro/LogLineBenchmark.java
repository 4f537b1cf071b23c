package dev.sightline.benchmark.micro;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.sightline.autoconfigure.logging.JsonLogFormatter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.slf4j.LoggerFactory;

import org.springframework.core.env.StandardEnvironment;

/**
 * A log line as JSON, and by a plain pattern.
 */
public class LogLineBenchmark extends MicroBenchmark {

	private final PatternLayoutEncoder pattern = new PatternLayoutEncoder();

	private JsonLogFormatter json;

	@Setup
	public void start() {
		this.json = new JsonLogFormatter(new StandardEnvironment());
		this.pattern.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
		this.pattern
			.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %5p --- [%t] [%X{traceId}-%X{spanId}] %logger : %m%n%ex");
		this.pattern.start();
	}

	@Benchmark
	public byte[] json() {
		return this.json.formatAsBytes(event(), StandardCharsets.UTF_8);
	}

	@Benchmark
	public byte[] pattern() {
		return this.pattern.encode(event());
	}

	private static LoggingEvent event() {
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		LoggingEvent event = new LoggingEvent(LogLineBenchmark.class.getName(),
				context.getLogger(LogLineBenchmark.class), Level.INFO, "Answering {}", null,
				new Object[] { "with plain text" });
		event.setMDCPropertyMap(Map.of("traceId", "4bf92f3577b34da6a3ce929d0e0e4736", "spanId", "00f067aa0ba902b7"));
		return event;
	}

}
