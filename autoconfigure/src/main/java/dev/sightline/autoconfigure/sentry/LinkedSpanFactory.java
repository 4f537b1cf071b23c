package dev.sightline.autoconfigure.sentry;

import io.sentry.CompositePerformanceCollector;
import io.sentry.IScopes;
import io.sentry.ISpan;
import io.sentry.ISpanFactory;
import io.sentry.ITransaction;
import io.sentry.SpanContext;
import io.sentry.SpanId;
import io.sentry.SpanOptions;
import io.sentry.TransactionContext;
import io.sentry.TransactionOptions;
import io.sentry.protocol.SentryId;
import org.jspecify.annotations.Nullable;

/**
 * Lets a transaction that an application starts by hand belong to the trace of
 * OpenTelemetry that it is started in, below its span. One that continues a trace of
 * Sentry's stays there.
 */
class LinkedSpanFactory implements ISpanFactory {

	private final ISpanFactory factory;

	private final TraceIds.Finder traces;

	LinkedSpanFactory(ISpanFactory factory, TraceIds.Finder traces) {
		this.factory = factory;
		this.traces = traces;
	}

	@Override
	public ITransaction createTransaction(TransactionContext context, IScopes scopes, TransactionOptions options,
			@Nullable CompositePerformanceCollector collector) {
		TraceIds ids = (context.getParentSpanId() == null) ? this.traces.find(null) : null;
		return this.factory.createTransaction((ids != null) ? linked(context, ids) : context, scopes, options,
				collector);
	}

	private static TransactionContext linked(TransactionContext context, TraceIds ids) {
		TransactionContext linked = new TransactionContext(new SentryId(ids.traceId()), context.getSpanId(),
				new SpanId(ids.spanId()), context.getParentSamplingDecision(), null);
		linked.setName(context.getName());
		linked.setTransactionNameSource(context.getTransactionNameSource());
		linked.setOperation(context.getOperation());
		linked.setDescription(context.getDescription());
		linked.setOrigin(context.getOrigin());
		linked.setInstrumenter(context.getInstrumenter());
		linked.setStatus(context.getStatus());
		linked.setSamplingDecision(context.getSamplingDecision());
		linked.setProfilerId(context.getProfilerId());
		linked.setForNextAppStart(context.isForNextAppStart());
		context.getTags().forEach(linked::setTag);
		context.getData().forEach(linked::setData);
		return linked;
	}

	@Override
	public ISpan createSpan(IScopes scopes, SpanOptions options, SpanContext context, @Nullable ISpan parent) {
		return this.factory.createSpan(scopes, options, context, parent);
	}

}
