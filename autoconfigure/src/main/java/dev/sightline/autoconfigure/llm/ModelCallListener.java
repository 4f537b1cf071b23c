package dev.sightline.autoconfigure.llm;

/**
 * Is told of every call of a model. Listeners are ordered beans: what an earlier one
 * notes, such as the cost, later ones see. What one throws is logged once and reaches
 * nobody.
 */
public interface ModelCallListener {

	/**
	 * The order of the listener that works out the cost. Those that read it come later.
	 */
	int COST_ORDER = 0;

	/**
	 * A call begins.
	 */
	default void started(ModelCall call) {
	}

	/**
	 * A call is over, and all that will be known of it is known.
	 */
	default void ended(ModelCall call) {
	}

	/**
	 * A call is over. This comes before {@link #ended}, and the span of the call is not
	 * current: for meters that are recorded often and want no exemplars.
	 */
	default void streamed(ModelCall call) {
	}

}
