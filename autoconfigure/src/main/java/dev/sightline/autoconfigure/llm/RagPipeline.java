package dev.sightline.autoconfigure.llm;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;

/**
 * One run of retrieval and generation. While it runs it is in the context of its
 * observation, with its class as the key; what happens inside it finds it there.
 */
final class RagPipeline {

	private final String name;

	private final long start = System.nanoTime();

	private final Consumer<RagPipeline> done;

	private final Map<Stage, Time> times = new EnumMap<>(Stage.class);

	private int running;

	private boolean ended;

	private boolean told;

	/**
	 * Create a run that begins now.
	 * @param name the name of the pipeline
	 * @param done is told once when it and all that happens inside it is over
	 */
	RagPipeline(String name, Consumer<RagPipeline> done) {
		this.name = name;
		this.done = done;
	}

	/**
	 * The innermost run that something happens in.
	 * @param context the context of an observation
	 * @return the run, {@code null} if there is none
	 */
	static @Nullable RagPipeline around(Observation.ContextView context) {
		return around(context, RagPipeline.class);
	}

	/**
	 * Look for something in the contexts of an observation's parents.
	 */
	static <T> @Nullable T around(Observation.ContextView context, Class<T> key) {
		ObservationView parent = context.getParentObservation();
		while (parent != null) {
			T found = parent.getContextView().get(key);
			if (found != null) {
				return found;
			}
			parent = parent.getContextView().getParentObservation();
		}
		return null;
	}

	String name() {
		return this.name;
	}

	/**
	 * How long it has taken, in nanoseconds.
	 */
	long nanos() {
		return System.nanoTime() - this.start;
	}

	/**
	 * Note that a part of a stage begins.
	 */
	synchronized void started(Stage stage) {
		this.running++;
		this.times.computeIfAbsent(stage, (key) -> new Time());
	}

	/**
	 * Note that a part of a stage is over.
	 * @param nanos how long it took, in nanoseconds
	 * @param error what it failed with, {@code null} if it did not
	 */
	void ended(Stage stage, long nanos, @Nullable Throwable error) {
		synchronized (this) {
			this.running--;
			Time time = this.times.computeIfAbsent(stage, (key) -> new Time());
			time.nanos += Math.max(0, nanos);
			time.error = (error != null) ? error : time.error;
		}
		tellIfDone();
	}

	/**
	 * Note that it is over. A stream may go on inside it for a moment.
	 */
	void ended() {
		synchronized (this) {
			this.ended = true;
		}
		tellIfDone();
	}

	private void tellIfDone() {
		synchronized (this) {
			if (!this.ended || this.running > 0 || this.told) {
				return;
			}
			this.told = true;
		}
		this.done.accept(this);
	}

	/**
	 * The stages that there were. It changes no more when all is over.
	 */
	Map<Stage, Time> times() {
		return this.times;
	}

	/**
	 * A kind of work inside a run.
	 */
	enum Stage {

		/**
		 * To turn texts into vectors.
		 */
		EMBED,

		/**
		 * To look for documents.
		 */
		SEARCH,

		/**
		 * To ask a model of language.
		 */
		GENERATE;

		/**
		 * The value of the tag.
		 */
		String tag() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * What a stage took in all its parts.
	 */
	static final class Time {

		private long nanos;

		private @Nullable Throwable error;

		long nanos() {
			return this.nanos;
		}

		@Nullable Throwable error() {
			return this.error;
		}

	}

}
