package dev.sightline.autoconfigure.metrics;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.transport.RequestReplyReceiverContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.util.ClassUtils;
import org.springframework.web.util.DisconnectedClientHelper;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.bounded.Causes;
import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Counts each error once in {@code application.errors}: in the innermost observation that
 * saw it, by the name of that and by the type of the exception.
 */
class ErrorCountHandler implements ObservationHandler<Observation.Context> {

	/**
	 * Components times types of exceptions of a large application.
	 */
	private static final int LIMIT = 500;

	private static final boolean WEB = ClassUtils.isPresent("org.springframework.web.util.DisconnectedClientHelper",
			ErrorCountHandler.class.getClassLoader());

	private static final boolean SECURITY = ClassUtils.isPresent(
			"org.springframework.security.access.AccessDeniedException", ErrorCountHandler.class.getClassLoader());

	private static final Source OTHER = new Source(BoundedMap.OTHER, BoundedMap.OTHER);

	/**
	 * Longer chains of parents are not searched.
	 */
	private static final int DEPTH = 20;

	private final ObjectProvider<MeterRegistry> registry;

	private final Guard guard = new Guard(LoggerFactory.getLogger(ErrorCountHandler.class),
			"An error was not counted. This is told once.");

	private final BoundedMap<Source, Counter> counters = new BoundedMap<>(LIMIT, OTHER);

	ErrorCountHandler(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	@Override
	public void onStop(Observation.Context context) {
		Throwable error = context.getError();
		if (error == null || isGoneClient(context, error) || isDenied(error)) {
			return;
		}
		try {
			Counted counted = context.get(Counted.class);
			if (counted == null || !counted.isCauseOf(error)) {
				count(new Source(String.valueOf(context.getName()), type(error)));
			}
			mark(context, error);
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
	}

	/**
	 * Whether a request failed only because nobody waits for its answer any more.
	 */
	private static boolean isGoneClient(Observation.Context context, Throwable error) {
		return WEB && context instanceof RequestReplyReceiverContext && isShort(error)
				&& DisconnectedClientHelper.isClientDisconnectedException(error);
	}

	/**
	 * Whether somebody asked for what she may not have: the application did what it
	 * should.
	 */
	private static boolean isDenied(Throwable error) {
		return SECURITY && Causes.of(error).stream().anyMatch((cause) -> cause instanceof AccessDeniedException);
	}

	/**
	 * Spring's search for the root of causes that are a cycle never ends.
	 */
	private static boolean isShort(Throwable error) {
		List<Throwable> causes = Causes.of(error);
		return causes.get(causes.size() - 1).getCause() == null;
	}

	/**
	 * Let all that is above know that an error is counted.
	 */
	private static void mark(Observation.Context context, Throwable error) {
		ObservationView parent = context.getParentObservation();
		for (int i = 0; i < DEPTH && parent != null; i++) {
			if (!(parent.getContextView() instanceof Observation.Context above)) {
				return;
			}
			above.computeIfAbsent(Counted.class, (key) -> new Counted()).add(error);
			parent = above.getParentObservation();
		}
	}

	private static String type(Throwable error) {
		String name = error.getClass().getSimpleName();
		return !name.isEmpty() ? name : error.getClass().getName();
	}

	private void count(Source source) {
		Counter counter = this.counters.get(source, this::register);
		if (counter != null) {
			counter.increment();
		}
	}

	private @Nullable Counter register(Source source) {
		MeterRegistry registry = this.registry.getIfAvailable();
		return (registry != null) ? Counter.builder("application.errors")
			.description("Errors, each counted where it was seen first")
			.tag("component", source.component())
			.tag("type", source.type())
			.register(registry) : null;
	}

	/**
	 * The errors below an observation that are counted already, the last few of them.
	 */
	private static final class Counted {

		private static final int LIMIT = 8;

		private final Deque<Throwable> errors = new ArrayDeque<>();

		synchronized void add(Throwable error) {
			if (this.errors.size() == LIMIT) {
				this.errors.removeFirst();
			}
			this.errors.addLast(error);
		}

		synchronized boolean isCauseOf(Throwable error) {
			return Causes.of(error).stream().anyMatch(this.errors::contains);
		}

	}

	private record Source(String component, String type) {

	}

}
