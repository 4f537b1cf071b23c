package dev.sightline.autoconfigure.logging;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterAttachableImpl;
import ch.qos.logback.core.spi.FilterReply;

import dev.sightline.autoconfigure.export.ExportCounts;

/**
 * Hands lines to a buffer, so that no thread that logs waits for where they go.
 */
class BufferedAppender extends ContextAwareBase implements Appender<ILoggingEvent> {

	/**
	 * An argument may log while it is asked for its text, and so on.
	 */
	private static final int DEPTH = 3;

	private final FilterAttachableImpl<ILoggingEvent> filters = new FilterAttachableImpl<>();

	private final ThreadLocal<int[]> depth = ThreadLocal.withInitial(() -> new int[1]);

	private final Encoder<ILoggingEvent> encoder;

	private final Predicate<ILoggingEvent> wanted;

	private final LineBuffer buffer;

	private final ExportCounts counts;

	private final Duration flushTimeout;

	private String name;

	private volatile boolean started;

	BufferedAppender(String name, Encoder<ILoggingEvent> encoder, Predicate<ILoggingEvent> wanted, LineSink sink,
			ExportCounts counts, LoggingProperties properties) {
		this.name = name;
		this.encoder = encoder;
		this.wanted = wanted;
		this.counts = counts;
		this.flushTimeout = properties.getFlushTimeout();
		this.buffer = new LineBuffer(sink, counts, properties.getBufferSize().toBytes());
	}

	/**
	 * What became of the lines.
	 */
	ExportCounts counts() {
		return this.counts;
	}

	@Override
	public void doAppend(ILoggingEvent event) {
		if (!this.started) {
			return;
		}
		int[] depth = this.depth.get();
		if (depth[0] == DEPTH) {
			return;
		}
		depth[0]++;
		try {
			if (this.wanted.test(event) && getFilterChainDecision(event) != FilterReply.DENY) {
				this.buffer.offer(this.encoder.encode(event), event.getLevel().isGreaterOrEqual(Level.WARN));
			}
		}
		catch (RuntimeException | StackOverflowError | LinkageError | AssertionError ex) {
			addError("A log line for " + this.name + " could not be written", ex);
		}
		finally {
			depth[0]--;
		}
	}

	@Override
	public void start() {
		this.started = true;
	}

	@Override
	public void stop() {
		if (this.started) {
			this.started = false;
			this.buffer.close(this.flushTimeout);
		}
	}

	@Override
	public boolean isStarted() {
		return this.started;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public void setName(String name) {
		this.name = name;
	}

	@Override
	public void addFilter(Filter<ILoggingEvent> filter) {
		this.filters.addFilter(filter);
	}

	@Override
	public void clearAllFilters() {
		this.filters.clearAllFilters();
	}

	@Override
	public List<Filter<ILoggingEvent>> getCopyOfAttachedFiltersList() {
		return this.filters.getCopyOfAttachedFiltersList();
	}

	@Override
	public FilterReply getFilterChainDecision(ILoggingEvent event) {
		return this.filters.getFilterChainDecision(event);
	}

}
