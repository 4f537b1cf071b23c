package dev.sightline.autoconfigure.llm.budget;

import java.math.BigDecimal;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Application event: 80 or 100 percent of a budget are spent. It comes once for each in a
 * period, on a thread of its own.
 *
 * @param budget the name of the budget, as in {@code sightline.llm.budgets.<name>}
 * @param value the value of the budget's attribute, such as a tenant, {@code null} if the
 * budget has none
 * @param percent 80 or 100
 * @param spent what is spent in this period
 * @param amount what may be spent in a period
 * @param currency an ISO 4217 code
 * @param start when the period began
 * @param end when the next one begins
 */
public record BudgetReachedEvent(String budget, @Nullable String value, int percent, BigDecimal spent,
		BigDecimal amount, String currency, Instant start, Instant end) {

}
