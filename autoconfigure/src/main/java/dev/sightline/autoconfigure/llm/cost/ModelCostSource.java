package dev.sightline.autoconfigure.llm.cost;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.Cost;
import dev.sightline.autoconfigure.llm.ModelCall;

/**
 * Hook that knows what some calls cost, such as those whose provider tells it, or those
 * of a contract. Beans of this type are asked in their order, before the prices of
 * properties and of the table.
 */
@FunctionalInterface
public interface ModelCostSource {

	/**
	 * What a call cost. It is called when the call is over, on its thread, so it should
	 * not wait for anything. What it throws is logged once, and the next is asked.
	 * @param call the call
	 * @return the cost, {@code null} if this source does not know
	 */
	@Nullable Cost cost(ModelCall call);

}
