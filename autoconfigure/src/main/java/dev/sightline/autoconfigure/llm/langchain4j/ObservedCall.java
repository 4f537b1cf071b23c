package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.bounded.Causes;
import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.bounded.GuardedObservations;

/**
 * One call that is observed. It may begin on one thread and end, once, on another.
 *
 * @param <C> what is known of it
 */
final class ObservedCall<C extends Observation.Context> {

	private final Observation observation;

	private final @Nullable Observation parent;

	private final ObservationRegistry registry;

	private final GuardedObservations guarded;

	private final Guard guard;

	private final AtomicBoolean ended = new AtomicBoolean();

	ObservedCall(Observation observation, @Nullable Observation parent, ObservationRegistry registry,
			GuardedObservations guarded, Guard guard) {
		this.observation = observation;
		this.parent = parent;
		this.registry = registry;
		this.guarded = guarded;
		this.guard = guard;
	}

	/**
	 * What is known of it, {@code null} if nobody listens.
	 */
	@SuppressWarnings("unchecked") // It is what the observation was made with.
	@Nullable C context() {
		return this.observation.isNoop() ? null : (C) this.observation.getContext();
	}

	/**
	 * Do something on this thread while the call is current there. What it throws ends
	 * the call.
	 */
	<T> T within(Supplier<T> action) {
		Observation.Scope scope = this.guarded.open(this.observation, this.registry);
		try {
			return action.get();
		}
		catch (Throwable ex) {
			failed(ex);
			throw ex;
		}
		finally {
			this.guarded.close(scope, this.registry);
		}
	}

	/**
	 * Do what was asked of a bean. A future that it answers with ends the call.
	 */
	@Nullable Object proceed(MethodInvocation invocation) throws Throwable {
		Observation.Scope scope = this.guarded.open(this.observation, this.registry);
		try {
			Object answer = invocation.proceed();
			if (answer instanceof CompletionStage<?> stage) {
				stage.whenComplete((value, error) -> ended(error));
			}
			else {
				ended(null);
			}
			return answer;
		}
		catch (Throwable ex) {
			failed(ex);
			throw ex;
		}
		finally {
			this.guarded.close(scope, this.registry);
		}
	}

	private void ended(@Nullable Throwable error) {
		if (error != null) {
			failed(error);
		}
		else {
			succeeded((known) -> {
			});
		}
	}

	/**
	 * Tell the caller of the end, on whatever thread that may be, as if it had stayed on
	 * her own: what she does next belongs to what she did before.
	 */
	void resume(Runnable action) {
		if (this.parent == null || this.parent == this.registry.getCurrentObservation()) {
			action.run();
			return;
		}
		Observation.Scope scope = this.guarded.open(this.parent, this.registry);
		try {
			action.run();
		}
		finally {
			this.guarded.close(scope, this.registry);
		}
	}

	/**
	 * It is over.
	 * @param answered notes the answer in what is known
	 */
	void succeeded(Consumer<C> answered) {
		end(answered, null);
	}

	void failed(Throwable error) {
		Throwable cause = Causes.unwrapped(error);
		if (cause instanceof CancellationException) {
			cancelled();
		}
		else {
			end((known) -> {
			}, cause);
		}
	}

	/**
	 * Whoever asked went away.
	 */
	void cancelled() {
		end((known) -> {
			if (known instanceof CallContext call) {
				call.cancelled();
			}
		}, null);
	}

	private void end(Consumer<C> last, @Nullable Throwable error) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		C context = context();
		if (context != null) {
			this.guard.run(() -> last.accept(context));
		}
		if (error != null) {
			this.guarded.error(this.observation, error);
		}
		this.guarded.stop(this.observation);
	}

}
