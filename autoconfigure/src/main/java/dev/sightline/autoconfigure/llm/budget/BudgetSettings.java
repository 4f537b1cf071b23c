package dev.sightline.autoconfigure.llm.budget;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.llm.NamePattern;

/**
 * The settings of a budget, checked.
 *
 * @param name its name
 * @param terms how much may be spent in which time
 * @param match which calls it is for
 * @param maxValues how many values have an account of their own
 * @param refuse whether calls are refused
 * @param shared whether instances share it
 */
record BudgetSettings(String name, Budget.Terms terms, BudgetMatch match, int maxValues, boolean refuse,
		boolean shared) {

	private static final String PREFIX = "sightline.llm.budgets.";

	/**
	 * Check and convert the properties.
	 * @param sharing whether there is something that instances can share budgets with
	 * @throws InvalidConfigurationPropertyValueException if one makes no sense
	 */
	static List<BudgetSettings> of(Map<String, BudgetProperties.Budget> properties, boolean sharing) {
		return properties.entrySet()
			.stream()
			.map((entry) -> of(PREFIX + entry.getKey(), entry.getKey(), entry.getValue(), sharing))
			.toList();
	}

	private static BudgetSettings of(String key, String name, BudgetProperties.Budget budget, boolean sharing) {
		BigDecimal amount = budget.getAmount();
		if (amount == null || amount.signum() <= 0) {
			throw new InvalidConfigurationPropertyValueException(key + ".amount", amount,
					"Set it to what may be spent, such as 10.");
		}
		check(budget.getCurrency().matches("[A-Z]{3}"), key + ".currency", budget.getCurrency(),
				"Set it to an ISO 4217 code, such as USD.");
		check(budget.getMaxValues() > 0, key + ".max-values", budget.getMaxValues(), "Set it to 1 or more.");
		String attribute = budget.getAttribute();
		check(attribute == null || StringUtils.hasText(attribute), key + ".attribute", attribute,
				"Set it to the name of a key-value, such as tenant, or leave it out.");
		check(budget.getValue() == null || attribute != null, key + ".value", budget.getValue(),
				"Set '" + key + ".attribute' to the key-value that has this value, such as tenant.");
		boolean shared = budget.getStore() == BudgetProperties.Store.REDIS;
		check(!shared || sharing, key + ".store", "redis",
				"There is no connection to Redis. Add spring-boot-starter-data-redis, or set it to memory.");
		return new BudgetSettings(name,
				new Budget.Terms(amount, budget.getCurrency(), budget.getPeriod(), budget.getZone()),
				new BudgetMatch(pattern(key + ".provider", budget.getProvider()),
						pattern(key + ".model", budget.getModel()), pattern(key + ".operation", budget.getOperation()),
						attribute, budget.getValue()),
				budget.getMaxValues(), budget.isRefuse(), shared);
	}

	private static NamePattern pattern(String key, String text) {
		check(StringUtils.hasText(text), key, text, "Set it to a name, or to * for all.");
		return new NamePattern(text);
	}

	private static void check(boolean valid, String key, @Nullable Object value, String remedy) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(key, value, remedy);
		}
	}

}
