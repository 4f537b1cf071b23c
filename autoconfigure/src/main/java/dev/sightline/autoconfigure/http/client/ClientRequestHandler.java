package dev.sightline.autoconfigure.http.client;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.RequestReplySenderContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.http.MediaType;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.http.ObservationTags;

/**
 * Tells {@link ClientFailures} and {@link SlowCalls} of the calls that are over.
 *
 * @param <C> the context of the calls
 */
abstract class ClientRequestHandler<C extends RequestReplySenderContext<?, ?>> implements ObservationHandler<C> {

	private final Class<C> type;

	private final ClientFailures failures;

	private final SlowCalls slowCalls;

	private final Guard guard = new Guard(LoggerFactory.getLogger(ClientRequestHandler.class),
			"A call could not be counted; further such lines are left out");

	ClientRequestHandler(Class<C> type, ClientFailures failures, SlowCalls slowCalls) {
		this.type = type;
		this.failures = failures;
		this.slowCalls = slowCalls;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.type.isInstance(context);
	}

	@Override
	public void onStart(C context) {
		context.put(Start.class, new Start(System.nanoTime()));
	}

	@Override
	public void onStop(C context) {
		// What fails would take the place of what the client returns or throws.
		this.guard.run(() -> stopped(context));
	}

	private void stopped(C context) {
		long nanos = System.nanoTime() - context.<Start>getRequired(Start.class).nanos();
		FailureReason failure = failure(context);
		if (failure != null) {
			this.failures.count(ObservationTags.value(context, "client.name"), failure);
		}
		if (this.slowCalls.isSlow(nanos) && !isStream(context)) {
			this.slowCalls.stopped(context, nanos, failure);
		}
	}

	private @Nullable FailureReason failure(C context) {
		if (isAborted(context)) {
			return FailureReason.CANCELLED;
		}
		Throwable error = context.getError();
		return (error != null) ? FailureReason.of(error, context.getResponse() != null) : null;
	}

	private boolean isStream(C context) {
		String contentType = contentType(context);
		return contentType != null && contentType.startsWith(MediaType.TEXT_EVENT_STREAM_VALUE);
	}

	/**
	 * Whether the client gave up before there was an answer.
	 */
	abstract boolean isAborted(C context);

	/**
	 * The type of the answer as it was sent.
	 */
	abstract @Nullable String contentType(C context);

	private record Start(long nanos) {

	}

}
