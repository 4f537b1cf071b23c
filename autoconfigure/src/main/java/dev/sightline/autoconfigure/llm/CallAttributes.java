package dev.sightline.autoconfigure.llm;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;

/**
 * Finds out for whom a call of a model is, such as its tenant: from a key-value of its
 * observation or of one around it, else from the baggage.
 */
public final class CallAttributes {

	/**
	 * Longer values are cut.
	 */
	private static final int LONGEST = 100;

	/**
	 * Observations around a call that are looked at.
	 */
	private static final int DEEPEST = 50;

	private final CallBaggage baggage;

	/**
	 * Create it.
	 * @param baggage where to look at last
	 */
	public CallAttributes(CallBaggage baggage) {
		this.baggage = baggage;
	}

	/**
	 * The value of an attribute.
	 * @param context the context of the call's observation
	 * @param name the key of the attribute
	 * @return the value, {@code null} if there is none
	 */
	public @Nullable String find(Observation.ContextView context, String name) {
		Observation.ContextView current = context;
		for (int depth = 0; depth < DEEPEST; depth++) {
			KeyValue found = current.getLowCardinalityKeyValue(name);
			if (found == null) {
				found = current.getHighCardinalityKeyValue(name);
			}
			if (found != null) {
				return cut(found.getValue());
			}
			ObservationView parent = current.getParentObservation();
			if (parent == null) {
				break;
			}
			current = parent.getContextView();
		}
		String value = this.baggage.value(context, name);
		return (value != null && !value.isEmpty()) ? cut(value) : null;
	}

	private static String cut(String value) {
		return (value.length() > LONGEST) ? value.substring(0, LONGEST) : value;
	}

}
