package dev.sightline.autoconfigure.security;

import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Tells of requests that are answered with 429.
 *
 * @param <C> what is known of a request
 */
class RateLimitHandler<C extends Observation.Context> implements ObservationHandler<C> {

	private final Class<C> type;

	private final Function<C, @Nullable Client> limited;

	private final SecurityEvents events;

	private final Guard guard = new Guard(LoggerFactory.getLogger(RateLimitHandler.class),
			"A request that was limited was not told of. This is told once.");

	/**
	 * Create it.
	 * @param type the class of what is known of a request
	 * @param limited gives who sent it if the answer is 429, otherwise {@code null}
	 * @param events tells
	 */
	RateLimitHandler(Class<C> type, Function<C, @Nullable Client> limited, SecurityEvents events) {
		this.type = type;
		this.limited = limited;
		this.events = events;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.type.isInstance(context);
	}

	@Override
	public void onStop(C context) {
		this.guard.run(() -> {
			Client client = this.limited.apply(context);
			if (client != null) {
				this.events.add(SecurityEventType.RATE_LIMITED, client, null);
			}
		});
	}

}
