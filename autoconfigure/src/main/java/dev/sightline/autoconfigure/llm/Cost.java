package dev.sightline.autoconfigure.llm;

import java.math.BigDecimal;

/**
 * What a call cost.
 *
 * @param amount the amount, not negative
 * @param currency an ISO 4217 code, such as {@code USD}
 * @param source {@code provider} if the provider told it, {@code local} if it was worked
 * out from prices
 */
public record Cost(BigDecimal amount, String currency, String source) {

}
