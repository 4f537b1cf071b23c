package dev.sightline.autoconfigure.llm;

import java.util.List;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.spans.Spans;

/**
 * Follows each call of a model from its observation and tells the listeners of it. It is
 * in no group of handlers, so that it stops before the one that ends the span.
 */
final class ModelCallHandler implements ObservationHandler<Observation.Context> {

	private final ModelCallSources sources;

	private final Supplier<List<ModelCallListener>> listeners;

	private final ModelCallAttributes attributes;

	private final Supplier<@Nullable ContentAttributes> content;

	private final TokenEstimate estimate;

	private final Spans spans;

	private final Guard guard = new Guard(LoggerFactory.getLogger(ModelCallHandler.class),
			"A call of a model was not fully observed. This is told once.");

	ModelCallHandler(ModelCallSources sources, ObjectProvider<ModelCallListener> listeners,
			ObjectProvider<ContentAttributes> content, TokenEstimate estimate, Spans spans) {
		this.sources = sources;
		// Not before the first call: handlers are made before most other beans.
		this.listeners = SingletonSupplier.of(() -> listeners.orderedStream().toList());
		this.content = SingletonSupplier.ofNullable(content::getIfAvailable);
		this.attributes = new ModelCallAttributes();
		this.estimate = estimate;
		this.spans = spans;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.sources.find(context) != null;
	}

	@Override
	public void onStart(Observation.Context context) {
		run(() -> {
			ModelCallSource source = this.sources.find(context);
			if (source != null) {
				ModelCall call = source.create(context);
				context.put(ModelCall.class, call);
				this.listeners.get().forEach((listener) -> run(() -> listener.started(call)));
			}
		});
	}

	@Override
	public void onEvent(Observation.Event event, Observation.Context context) {
		ModelCall call = context.get(ModelCall.class);
		if (call != null && GenAi.CHUNK.key().equals(event.getName())) {
			call.chunk();
		}
	}

	@Override
	public void onStop(Observation.Context context) {
		ModelCall call = context.get(ModelCall.class);
		if (call != null) {
			run(() -> stop(context, call));
		}
	}

	private void stop(Observation.Context context, ModelCall call) {
		call.end();
		call.error(context.getError());
		ModelCallSource source = this.sources.find(context);
		if (source != null) {
			complete(source, context, call);
			boolean later = call.later(() -> {
				complete(source, context, call);
				run(() -> tell(context, call));
			});
			if (!later) {
				run(() -> tell(context, call));
			}
			run(() -> this.attributes.write(context, call));
			ContentAttributes content = this.content.get();
			if (content != null) {
				run(() -> content.write(context, source.content(context)));
			}
		}
	}

	/**
	 * With its span, so that a slow call is an exemplar.
	 */
	private void tell(Observation.Context context, ModelCall call) {
		this.listeners.get().forEach((listener) -> run(() -> listener.streamed(call)));
		run(() -> this.spans.run(context,
				() -> this.listeners.get().forEach((listener) -> run(() -> listener.ended(call)))));
	}

	private void complete(ModelCallSource source, Observation.Context context, ModelCall call) {
		run(() -> source.complete(context, call));
		if (call.cancelled() && call.finishReasons().isEmpty()) {
			call.finishReasons(List.of("cancelled"));
		}
		run(() -> this.estimate.apply(call));
	}

	/**
	 * Whatever a source or a listener does, the call goes on. A library of another
	 * version may lack what a source asks for.
	 */
	private void run(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
		catch (LinkageError ex) {
			this.guard.tell(new IllegalStateException("A library of another version", ex));
		}
	}

}
