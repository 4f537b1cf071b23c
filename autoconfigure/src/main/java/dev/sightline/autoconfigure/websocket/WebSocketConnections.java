package dev.sightline.autoconfigure.websocket;

import java.util.Objects;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Knows the meters and the tracer of the connections.
 */
class WebSocketConnections {

	/**
	 * More mapped paths than most applications have.
	 */
	private static final int LIMIT = 100;

	private final ObjectProvider<MeterRegistry> registry;

	private final SessionTrace.Factory traces;

	private final Guard faults = WebSocketGuard.create();

	private final BoundedMap<String, UriMeters> meters = new BoundedMap<>(LIMIT, BoundedMap.OTHER);

	WebSocketConnections(ObjectProvider<MeterRegistry> registry, SessionTrace.Factory traces) {
		this.registry = registry;
		this.traces = traces;
	}

	/**
	 * Watch a connection from its handshake on.
	 * @param pattern the pattern of its path, {@code null} if it is not known
	 * @param handshake the observation of the handshake, if it is not the current one
	 */
	WebSocketConnection handshake(@Nullable String pattern, Observation.@Nullable ContextView handshake) {
		return new WebSocketConnection(meters((pattern != null) ? pattern : BoundedMap.OTHER), trace(handshake),
				this.faults);
	}

	private UriMeters meters(String uri) {
		try {
			return Objects.requireNonNull(this.meters.get(uri,
					(key) -> new UriMeters(this.registry.getIfAvailable(CompositeMeterRegistry::new), key)));
		}
		catch (RuntimeException ex) {
			this.faults.tell(ex);
			return new UriMeters(new CompositeMeterRegistry(), uri);
		}
	}

	private SessionTrace trace(Observation.@Nullable ContextView handshake) {
		try {
			return this.traces.create(handshake);
		}
		catch (RuntimeException ex) {
			this.faults.tell(ex);
			return SessionTrace.NONE;
		}
	}

}
