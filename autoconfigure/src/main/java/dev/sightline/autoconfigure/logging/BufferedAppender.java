package dev.sightline.autoconfigure.logging;

import java.time.Duration;
import java.util.function.Predicate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;

import dev.sightline.autoconfigure.export.ExportCounts;

/**
 * Hands lines to a buffer, so that no thread that logs waits for where they go.
 */
class BufferedAppender extends GuardedAppender {

	private final Encoder<ILoggingEvent> encoder;

	private final Predicate<ILoggingEvent> wanted;

	private final LineBuffer buffer;

	private final Duration flushTimeout;

	BufferedAppender(String name, Encoder<ILoggingEvent> encoder, Predicate<ILoggingEvent> wanted, LineSink sink,
			ExportCounts counts, LoggingProperties properties) {
		super(name, counts);
		this.encoder = encoder;
		this.wanted = wanted;
		this.flushTimeout = properties.getFlushTimeout();
		this.buffer = new LineBuffer(sink, counts, properties.getBufferSize().toBytes());
	}

	@Override
	void write(ILoggingEvent event) {
		if (this.wanted.test(event)) {
			this.buffer.offer(this.encoder.encode(event), event.getLevel().isGreaterOrEqual(Level.WARN));
		}
	}

	@Override
	void close(boolean hurry) {
		this.buffer.close(hurry ? Duration.ZERO : this.flushTimeout);
	}

}
