package dev.sightline.autoconfigure.tracing.propagation;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

import io.micrometer.observation.transport.ReceiverContext;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * Lets a propagator see the headers of what is received.
 */
public final class ReceiverGetter implements TextMapGetter<ReceiverContext<Object>> {

	/**
	 * Shows all.
	 */
	public static final ReceiverGetter INSTANCE = new ReceiverGetter((header) -> false);

	private final Predicate<String> hidden;

	/**
	 * Create it.
	 * @param hidden the headers that it does not show
	 */
	ReceiverGetter(Predicate<String> hidden) {
		this.hidden = hidden;
	}

	@Override
	public Iterable<String> keys(ReceiverContext<Object> context) {
		return List.of();
	}

	@Override
	public @Nullable String get(@Nullable ReceiverContext<Object> context, String key) {
		Object carrier = carrier(context, key);
		return (context != null && carrier != null) ? context.getGetter().get(carrier, key) : null;
	}

	@Override
	public Iterator<String> getAll(@Nullable ReceiverContext<Object> context, String key) {
		Object carrier = carrier(context, key);
		return (context != null && carrier != null) ? context.getGetter().getAll(carrier, key).iterator()
				: Collections.emptyIterator();
	}

	private @Nullable Object carrier(@Nullable ReceiverContext<Object> context, String key) {
		Object carrier = (context != null) ? context.getCarrier() : null;
		return (carrier != null && !this.hidden.test(key)) ? carrier : null;
	}

}
