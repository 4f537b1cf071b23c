package dev.sightline.autoconfigure.sentry;

import javax.net.ssl.SSLSocketFactory;

import io.sentry.ILogger;
import io.sentry.ISentryExecutorService;
import io.sentry.ISerializer;
import io.sentry.ISocketTagger;
import io.sentry.SentryDateProvider;
import io.sentry.SentryOptions;
import io.sentry.cache.IEnvelopeCache;
import io.sentry.clientreport.IClientReportRecorder;
import io.sentry.transport.ITransportGate;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an application as Sentry's transport sees them, with another log. A
 * test holds that the transport asks for no others.
 */
class TransportOptions extends SentryOptions {

	private final SentryOptions options;

	private final ILogger log;

	TransportOptions(SentryOptions options, ILogger log) {
		this.options = options;
		this.log = log;
	}

	@Override
	public ILogger getLogger() {
		// The superclass asks while it is created.
		return (this.log != null) ? this.log : super.getLogger();
	}

	@Override
	public boolean isDebug() {
		return (this.options != null) ? this.options.isDebug() : super.isDebug();
	}

	@Override
	public IClientReportRecorder getClientReportRecorder() {
		return this.options.getClientReportRecorder();
	}

	@Override
	public int getConnectionTimeoutMillis() {
		return this.options.getConnectionTimeoutMillis();
	}

	@Override
	public int getReadTimeoutMillis() {
		return this.options.getReadTimeoutMillis();
	}

	@Override
	public long getFlushTimeoutMillis() {
		return this.options.getFlushTimeoutMillis();
	}

	@Override
	public int getMaxQueueSize() {
		return this.options.getMaxQueueSize();
	}

	@Override
	public SentryDateProvider getDateProvider() {
		return this.options.getDateProvider();
	}

	@Override
	public IEnvelopeCache getEnvelopeDiskCache() {
		return this.options.getEnvelopeDiskCache();
	}

	@Override
	public @Nullable Proxy getProxy() {
		return this.options.getProxy();
	}

	@Override
	public ISerializer getSerializer() {
		return this.options.getSerializer();
	}

	@Override
	public ISocketTagger getSocketTagger() {
		return this.options.getSocketTagger();
	}

	@Override
	public @Nullable SSLSocketFactory getSslSocketFactory() {
		return this.options.getSslSocketFactory();
	}

	@Override
	public ISentryExecutorService getTimerExecutorService() {
		return this.options.getTimerExecutorService();
	}

	@Override
	public ITransportGate getTransportGate() {
		return this.options.getTransportGate();
	}

}
