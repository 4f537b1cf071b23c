package dev.sightline.autoconfigure.llm.budget;

import java.util.List;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelCallSource;
import dev.sightline.autoconfigure.llm.ModelCallSources;

/**
 * Refuses calls whose budget is spent. A predicate is asked before an observation exists,
 * so that nothing has begun that would have to be ended, but its parent is known.
 */
final class BudgetPredicate implements ObservationPredicate {

	private static final Logger logger = LoggerFactory.getLogger(BudgetPredicate.class);

	private final Supplier<List<Budget>> budgets;

	private final ObjectProvider<ModelCallSources> sources;

	private final Guard guard = new Guard(logger,
			"A budget could not be looked at, so that a call was not refused. This is told once.");

	/**
	 * Create it. Nothing is asked for before it is needed: it is made with the registry.
	 * @param budgets those that refuse calls
	 * @param sources know which observation is a call
	 */
	BudgetPredicate(Supplier<List<Budget>> budgets, ObjectProvider<ModelCallSources> sources) {
		this.budgets = budgets;
		this.sources = sources;
	}

	@Override
	public boolean test(String name, Observation.Context context) {
		try {
			check(context);
		}
		catch (BudgetSpentException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
		return true;
	}

	private void check(Observation.Context context) {
		ModelCallSource source = this.sources.getObject().find(context);
		if (source != null) {
			ModelCall call = source.create(context);
			this.budgets.get().forEach((budget) -> budget.check(call));
		}
	}

}
