package dev.sightline.autoconfigure.llm.budget;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.CallAttributes;
import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.NamePattern;

/**
 * Which calls a budget is for.
 *
 * @param provider whose calls
 * @param model calls of which model
 * @param operation which operations
 * @param attribute what each value of has the amount for itself, {@code null} if nothing
 * has
 * @param value the only value that counts, {@code null} if all do
 */
record BudgetMatch(NamePattern provider, NamePattern model, NamePattern operation, @Nullable String attribute,
		@Nullable String value) {

	/**
	 * What stands for a call without the attribute, and for all calls if there is none.
	 */
	static final String NONE = "none";

	/**
	 * The value of a call.
	 * @return the value, {@code null} if the call does not count
	 */
	@Nullable String valueOf(ModelCall call, CallAttributes attributes) {
		if (!fits(this.provider, call.provider()) || !fits(this.operation, call.operation())
				|| !fits(this.model, (call.requestModel() != null) ? call.requestModel() : NONE)) {
			return null;
		}
		if (this.attribute == null) {
			return NONE;
		}
		String found = attributes.find(call.context(), this.attribute);
		String value = (found != null) ? found : NONE;
		return (this.value == null || this.value.equals(value)) ? value : null;
	}

	private static boolean fits(NamePattern pattern, String name) {
		return pattern.match(NamePattern.normalize(name)) != NamePattern.NO_MATCH;
	}

}
