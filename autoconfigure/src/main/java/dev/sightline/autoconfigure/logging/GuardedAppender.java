package dev.sightline.autoconfigure.logging;

import java.util.List;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.spi.FilterAttachableImpl;
import ch.qos.logback.core.spi.FilterReply;

import dev.sightline.autoconfigure.export.ExportCounts;

/**
 * Keeps whoever logs from what goes wrong with a line, and counts what becomes of lines.
 */
abstract class GuardedAppender extends ContextAwareBase implements Appender<ILoggingEvent> {

	/**
	 * An argument may log while it is asked for its text, and so on.
	 */
	private static final int DEPTH = 3;

	private final FilterAttachableImpl<ILoggingEvent> filters = new FilterAttachableImpl<>();

	private final ThreadLocal<int[]> depth = ThreadLocal.withInitial(() -> new int[1]);

	private final ExportCounts counts;

	private String name;

	private volatile boolean started;

	private volatile long flushed;

	private volatile boolean hurry;

	GuardedAppender(String name, ExportCounts counts) {
		this.name = name;
		this.counts = counts;
	}

	/**
	 * Take an event. What it throws is kept from whoever logs.
	 */
	abstract void write(ILoggingEvent event);

	/**
	 * Let what was taken go, within a bound of time.
	 * @param hurry whether it had its time
	 */
	abstract void close(boolean hurry);

	/**
	 * Have what was taken so far written soon.
	 */
	void flush() {
		this.flushed = this.counts.offered();
	}

	/**
	 * Whether that is done.
	 */
	boolean isFlushed() {
		return this.counts.offered() - this.counts.queued() >= this.flushed;
	}

	/**
	 * Wait no more: it took too long.
	 */
	void hurry() {
		this.hurry = true;
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
			if (getFilterChainDecision(event) != FilterReply.DENY) {
				write(event);
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
			close(this.hurry);
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
