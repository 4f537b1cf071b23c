package dev.sightline.autoconfigure.alert;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * Alerts about what calls of language models cost.
 */
final class ModelCostAlerts {

	private static final AlertGroup GROUP = AlertGroup.of(Signal.LLM);

	private ModelCostAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(
				GROUP.warning("ModelSpendRate")
					.limit(10, Unit.COUNT)
					.minutes(10)
					.when("""
							sum by (${by}, currency) (rate(gen_ai_client_cost_total{${app}}[1h])) * 3600 > ${limit}
							""")
					.says("The models of ${service} cost more than ${limit} an hour",
							"The calls of the last hour cost {{ $value | humanize }} {{ $labels.currency }}."),
				GROUP.warning("BudgetNearlySpent")
					.needs((present) -> present.hasBean(List.of("dev.sightline.autoconfigure.llm.budget.Budgets")))
					.limit(0.8, Unit.RATIO)
					.when("""
							max by (${by}, budget, budget_value) (gen_ai_client_budget_spent{${app}} / gen_ai_client_budget_limit{${app}}) >= ${limit}
							""")
					.says("More than ${limit} of a budget of ${service} is spent",
							"{{ $value | humanizePercentage }} of the budget {{ $labels.budget }} ({{ $labels.budget_value }}) is spent."),
				GROUP.high("BudgetSpent")
					.needs((present) -> present.hasBean(List.of("dev.sightline.autoconfigure.llm.budget.Budgets")))
					.when("""
							max by (${by}, budget, budget_value) (gen_ai_client_budget_spent{${app}} / gen_ai_client_budget_limit{${app}}) >= 1
							""")
					.says("A budget of ${service} is spent",
							"{{ $value | humanizePercentage }} of the budget {{ $labels.budget }} ({{ $labels.budget_value }}) is spent. Calls are refused if it is to refuse."),
				GROUP.warning("BudgetStoreDown")
					.needs((present) -> present.hasBean(List.of("dev.sightline.autoconfigure.llm.budget.SharedLedger")))
					.minutes(5)
					.when("""
							min by (${by}) (gen_ai_client_budget_store_up{${app}}) == 0
							""")
					.says("Instances of ${service} do not share their budgets",
							"Redis does not answer the budgets: each instance goes by what it knows."),
				GROUP.info("ModelWithoutPrice")
					.minutes(5)
					.when("""
							sum by (${by}, gen_ai_request_model) (rate(gen_ai_client_cost_unknown_total{${app}, reason="price"}[1h])) > 0
							""")
					.says("A model that ${service} calls has no price",
							"Nobody has a price for {{ $labels.gen_ai_request_model }}: its cost is in no sum and no budget."),
				GROUP.info("HighTokenRate")
					.limit(100000, Unit.COUNT)
					.minutes(10)
					.when("""
							sum by (${by}, gen_ai_request_model) (rate(gen_ai_client_token_usage_sum{${app}}[5m])) * 60 > ${limit}
							""")
					.says("${service} uses more than ${limit} tokens of a model a minute",
							"{{ $labels.gen_ai_request_model }} gets through {{ $value | humanize }} tokens a minute. Providers limit that."));
	}

}
