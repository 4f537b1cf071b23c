package dev.sightline.autoconfigure.llm.budget;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Budgets of what calls of models may cost.
 */
@ConfigurationProperties("sightline.llm")
public class BudgetProperties {

	/**
	 * Budgets, by names of your choice.
	 */
	private Map<String, Budget> budgets = new LinkedHashMap<>();

	public Map<String, Budget> getBudgets() {
		return this.budgets;
	}

	public void setBudgets(Map<String, Budget> budgets) {
		this.budgets = budgets;
	}

	/**
	 * Where it is kept what is spent.
	 */
	public enum Store {

		/**
		 * In this process.
		 */
		MEMORY,

		/**
		 * In Redis, so that the instances of an application share it.
		 */
		REDIS

	}

	/**
	 * A budget.
	 */
	public static class Budget {

		/**
		 * Amount that may be spent in a period.
		 */
		private @Nullable BigDecimal amount;

		/**
		 * Currency of the amount, as an ISO 4217 code. Costs in others do not count.
		 */
		private String currency = "USD";

		/**
		 * Period of the calendar after which the budget begins anew.
		 */
		private BudgetPeriod period = BudgetPeriod.DAY;

		/**
		 * Time zone of the calendar.
		 */
		private ZoneId zone = ZoneOffset.UTC;

		/**
		 * Provider whose calls count, such as openai. An asterisk stands for any
		 * characters.
		 */
		private String provider = "*";

		/**
		 * Model that is asked for, such as gpt-4o. An asterisk stands for any characters.
		 */
		private String model = "*";

		/**
		 * Operation that counts, such as chat. An asterisk stands for any characters.
		 */
		private String operation = "*";

		/**
		 * Key-value of the call, of the observations around it or of the baggage, such as
		 * tenant. Each of its values has the amount for itself.
		 */
		private @Nullable String attribute;

		/**
		 * Only value of the attribute that counts.
		 */
		private @Nullable String value;

		/**
		 * Most values of the attribute that have the amount for themselves. All others
		 * share one.
		 */
		private int maxValues = 100;

		/**
		 * Whether calls are refused once the amount is spent.
		 */
		private boolean refuse;

		/**
		 * Where it is kept what is spent.
		 */
		private Store store = Store.MEMORY;

		public @Nullable BigDecimal getAmount() {
			return this.amount;
		}

		public void setAmount(@Nullable BigDecimal amount) {
			this.amount = amount;
		}

		public String getCurrency() {
			return this.currency;
		}

		public void setCurrency(String currency) {
			this.currency = currency;
		}

		public BudgetPeriod getPeriod() {
			return this.period;
		}

		public void setPeriod(BudgetPeriod period) {
			this.period = period;
		}

		public ZoneId getZone() {
			return this.zone;
		}

		public void setZone(ZoneId zone) {
			this.zone = zone;
		}

		public String getProvider() {
			return this.provider;
		}

		public void setProvider(String provider) {
			this.provider = provider;
		}

		public String getModel() {
			return this.model;
		}

		public void setModel(String model) {
			this.model = model;
		}

		public String getOperation() {
			return this.operation;
		}

		public void setOperation(String operation) {
			this.operation = operation;
		}

		public @Nullable String getAttribute() {
			return this.attribute;
		}

		public void setAttribute(@Nullable String attribute) {
			this.attribute = attribute;
		}

		public @Nullable String getValue() {
			return this.value;
		}

		public void setValue(@Nullable String value) {
			this.value = value;
		}

		public int getMaxValues() {
			return this.maxValues;
		}

		public void setMaxValues(int maxValues) {
			this.maxValues = maxValues;
		}

		public boolean isRefuse() {
			return this.refuse;
		}

		public void setRefuse(boolean refuse) {
			this.refuse = refuse;
		}

		public Store getStore() {
			return this.store;
		}

		public void setStore(Store store) {
			this.store = store;
		}

	}

}
