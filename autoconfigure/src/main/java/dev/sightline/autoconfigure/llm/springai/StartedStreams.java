package dev.sightline.autoconfigure.llm.springai;

import java.lang.ref.WeakReference;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationContext;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelCallListener;

/**
 * Hands the call of a stream from its observation to the client that asks for it. Spring
 * AI starts the observation and asks the client on the same thread, with nothing between
 * them, but knows no other way from one to the other.
 */
final class StartedStreams implements ModelCallListener {

	private static final String OPENAI = "openai";

	private final ThreadLocal<WeakReference<ModelCall>> started = new ThreadLocal<>();

	@Override
	public void started(ModelCall call) {
		if (!call.streaming() || !(call.context() instanceof ChatModelObservationContext context)) {
			return;
		}
		StreamProbe probe = probe(context);
		if (probe != null) {
			probe.attach(call);
			context.put(PartialAnswer.class, probe);
		}
		if (call.provider().equals(OPENAI)) {
			// A client that is not ours never takes it.
			this.started.set(new WeakReference<>(call));
		}
	}

	/**
	 * The probe of the advisors above a model, next to it.
	 */
	private static @Nullable StreamProbe probe(Observation.Context context) {
		ObservationView parent = context.getParentObservation();
		while (parent != null && parent.getContextView() instanceof AdvisorObservationContext advisor) {
			if (advisor.remove(StreamProbe.class) instanceof StreamProbe probe) {
				return probe;
			}
			parent = advisor.getParentObservation();
		}
		return null;
	}

	/**
	 * Take the call that was started last on this thread.
	 * @return the call, {@code null} if there is none
	 */
	@Nullable ModelCall take() {
		WeakReference<ModelCall> reference = this.started.get();
		if (reference == null) {
			return null;
		}
		this.started.remove();
		ModelCall call = reference.get();
		return (call != null && call.duration() == 0) ? call : null;
	}

}
