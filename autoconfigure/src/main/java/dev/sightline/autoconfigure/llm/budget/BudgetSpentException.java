package dev.sightline.autoconfigure.llm.budget;

import java.time.Instant;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelCallRefusedException;

/**
 * A call of a model is refused since its budget is spent.
 */
public class BudgetSpentException extends ModelCallRefusedException {

	private final String budget;

	private final Instant until;

	/**
	 * Create it.
	 * @param message why, and what to do about it
	 * @param call what is refused
	 * @param budget the name of the budget
	 * @param until when the budget begins anew
	 */
	BudgetSpentException(String message, ModelCall call, String budget, Instant until) {
		super(message, call);
		this.budget = budget;
		this.until = until;
	}

	/**
	 * The name of the budget, as in {@code sightline.llm.budgets.<name>}.
	 */
	public String getBudget() {
		return this.budget;
	}

	/**
	 * When the budget begins anew, such as for a header {@code Retry-After}.
	 */
	public Instant getUntil() {
		return this.until;
	}

}
