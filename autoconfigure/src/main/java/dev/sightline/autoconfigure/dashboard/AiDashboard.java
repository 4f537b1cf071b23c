package dev.sightline.autoconfigure.dashboard;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * The dashboard of language models: calls, tokens, cost, retrieval and speech.
 */
final class AiDashboard {

	private static final List<Signal> LLM = List.of(Signal.LLM);

	private static final String PAGE = "reference/llm.md#metrics";

	private static final String CALLS = "gen_ai_client_operation_duration_seconds";

	private static final String MODEL = "gen_ai_provider_name, gen_ai_request_model";

	private static final String CALL = "gen_ai_operation_name, " + MODEL;

	private static final String SPEECH = "{@,gen_ai_operation_name=~'.*speech.*|.*transcription.*'}";

	static final Dashboard DASHBOARD = Dashboard.of("ai", "Sightline / AI",
			"Calls of language models, whichever library makes them: rate, errors, latency, tokens and cost.",
			List.of(), calls(), streams(), tokens(), cost(), retrieval(), vectors(), speech(), tools());

	private AiDashboard() {
	}

	private static Row calls() {
		return Row.of("Calls of models", PAGE, LLM,
				Panel.graph("Providers", "none", "Whether the last calls of a provider were answered: 1 if they were.")
					.query("max by (check) (health_status{@,check=~'llm/.+'})", "{{check}}")
					.share()
					.of(Signal.HEALTH)
					.alerts("llm", "ModelProviderDown"),
				Panel.graph("Request rate", "reqps", "Calls a second, by operation, provider and model.")
					.rate(CALLS + "_count", "{@}", CALL),
				Panel.graph("Error rate", "percentunit", "Share of the calls that failed, by provider and model.")
					.query("(sum by (%1$s) (rate(%2$s_count{@,error_type!='none'}[@])) or 0 * sum by (%1$s) "
						.formatted(MODEL, CALLS)
							+ "(rate(%2$s_count{@}[@]))) / sum by (%1$s) (rate(%2$s_count{@}[@]))".formatted(MODEL,
									CALLS),
							"{{gen_ai_provider_name}} {{gen_ai_request_model}}")
					.share()
					.alerts("llm", "ModelErrors"),
				Panel.graph("Failures", "reqps", "Calls a second that failed, by status or exception.")
					.rate(CALLS + "_count", "{@,error_type!='none'}", "gen_ai_provider_name, error_type"),
				Panel.graph("Response time", "s", "95 of 100 calls are faster than this.")
					.p95(CALLS, "{@}", CALL)
					.alerts("llm", "ModelSlow"),
				Panel.graph("Under way", "none", "Calls that a model is answering now.")
					.gauge("gen_ai_client_operations_active", "{@}", CALL),
				Panel.graph("Retries", "reqps", "Requests that a client sent again.")
					.rate("gen_ai_client_retries_total", "{@}", MODEL),
				Panel.graph("Fallback usage", "reqps", "Calls a second that another model took over, by reason.")
					.rate("gen_ai_client_fallbacks_total", "{@}", "from, to, reason")
					.page("reference/llm.md#fallbacks")
					.alerts("llm", "ModelFallbackActive"),
				Panel.graph("Finish reasons", "ops", "Why models stopped. length means that answers are cut.")
					.rate("gen_ai_client_finish_reasons_total", "{@}",
							"gen_ai_request_model, gen_ai_response_finish_reason")
					.page("reference/llm.md#finish-reasons"));
	}

	private static Row streams() {
		return Row.of("Streams", "reference/llm.md#streams", LLM,
				Panel.graph("Time to the first chunk", "s", "95 of 100 streams have begun after this time.")
					.p95("gen_ai_client_operation_time_to_first_chunk_seconds", "{@}", MODEL)
					.alerts("llm", "ModelSlowToBegin"),
				Panel.graph("Time for a chunk", "s", "How long a stream takes from one chunk to the next.")
					.p95("gen_ai_client_operation_time_per_output_chunk_seconds", "{@}", MODEL));
	}

	private static Row tokens() {
		return Row.of("Tokens", "reference/llm.md#tokens", LLM, Panel
			.graph("Token usage", "short", "Tokens a minute, by model: input and output may be added.")
			.query("sum by (gen_ai_request_model, gen_ai_token_type) (rate(gen_ai_client_token_usage_sum{@}[@])) * 60",
					"{{gen_ai_request_model}} {{gen_ai_token_type}}")
			.stacked()
			.alerts("llm", "HighTokenRate"),
				Panel.graph("Tokens of a call", "short", "95 of 100 calls have fewer tokens than this.")
					.p95("gen_ai_client_token_usage", "{@}", "gen_ai_request_model, gen_ai_token_type"),
				Panel.graph("Cached and reasoning tokens", "short", "Tokens a minute that are part of those above.")
					.query("sum by (gen_ai_request_model, gen_ai_token_detail) "
							+ "(rate(gen_ai_client_token_details_total{@}[@])) * 60",
							"{{gen_ai_request_model}} {{gen_ai_token_detail}}"),
				Panel.graph("Calls without usage", "reqps", "Calls whose tokens nobody reported: they are in no sum.")
					.rate("gen_ai_client_usage_missing_total", "{@}", MODEL));
	}

	private static Row cost() {
		return Row.of("Cost and budget", "reference/llm.md#prices", LLM,
				Panel.graph("Cost", "none", "What calls cost in an hour, by model, in their currency.")
					.query("sum by (gen_ai_request_model, currency) (rate(gen_ai_client_cost_total{@}[@])) * 3600",
							"{{gen_ai_request_model}} {{currency}}")
					.stacked()
					.alerts("llm", "ModelSpendRate"),
				Panel.pie("Cost by model", "none", "What calls have cost in the time that is shown, in their currency.")
					.query("sum by (gen_ai_request_model, currency) (increase(gen_ai_client_cost_total{@}[$__range]))",
							"{{gen_ai_request_model}} {{currency}}"),
				Panel.graph("Budget spent", "percentunit", "Share of each budget that is spent in its period.")
					.query("max by (budget, budget_value) (gen_ai_client_budget_spent{@} / gen_ai_client_budget_limit{@})",
							"{{budget}} {{budget_value}}")
					.page("reference/llm.md#budgets")
					.alerts("llm", "BudgetNearlySpent", "BudgetSpent"),
				Panel.graph("Budget left", "none", "What is left of each budget. Below 0 more was spent.")
					.query("min by (budget, budget_value, currency) (gen_ai_client_budget_remaining{@})",
							"{{budget}} {{budget_value}} {{currency}}")
					.signed()
					.page("reference/llm.md#budgets")
					.alerts("llm", "BudgetStoreDown"),
				Panel.graph("Calls of unknown cost", "reqps", "Calls that no price was found for, or no usage.")
					.rate("gen_ai_client_cost_unknown_total", "{@}", "gen_ai_request_model, reason")
					.alerts("llm", "ModelWithoutPrice"),
				Panel.stat("Models without a price", "none", "Models that were called and that no price is known of.")
					.query("max by (job) (gen_ai_client_unpriced_models{@})", "{{job}}")
					.alerts("llm", "ModelWithoutPrice"));
	}

	private static Row retrieval() {
		String page = "reference/llm.md#retrieval-and-generation-as-a-whole";
		return Row.of("RAG", page, LLM,
				Panel.graph("RAG pipelines", "reqps", "Runs of each pipeline in a second, by how they ended.")
					.rate("rag_pipeline_duration_seconds_count", "{@}", "rag_pipeline_name, error_type")
					.alerts("llm", "RagErrors"),
				Panel.graph("Duration of pipelines", "s", "95 of 100 runs are faster than this.")
					.p95("rag_pipeline_duration_seconds", "{@}", "rag_pipeline_name"),
				Panel.graph("Duration of stages", "s", "95 of 100 runs are done with the stage in this time.")
					.p95("rag_stage_duration_seconds", "{@}", "rag_pipeline_name, rag_stage"));
	}

	private static Row vectors() {
		return Row.of("Embeddings and vector search", "reference/llm.md#vector-stores", LLM,
				Panel.graph("Embedding generation time", "s", "95 of 100 embeddings are made in this time.")
					.p95(CALLS, "{@,gen_ai_operation_name='embeddings'}", MODEL),
				Panel
					.graph("Vector search latency", "s", "95 of 100 operations on a vector store are faster than this.")
					.p95("db_vector_client_operation_duration_seconds", "{@}",
							"db_system_name, db_collection_name, db_operation_name")
					.alerts("llm", "VectorSearchSlow"),
				Panel.graph("Searches that found nothing", "ops", "Searches a second without a document.")
					.rate("db_vector_client_empty_total", "{@}", "db_system_name, db_collection_name"),
				Panel.graph("Documents found", "none", "How many documents a search finds, on average.")
					.mean("db_vector_client_results", "{@}", "db_system_name, db_collection_name"),
				Panel.graph("Score of the best document", "none", "Half of the searches had a better best document.")
					.query("histogram_quantile(0.5, sum by (le, db_collection_name) "
							+ "(rate(db_vector_client_top_score_bucket{@}[@])))", "{{db_collection_name}}")
					.share());
	}

	private static Row speech() {
		String page = "reference/llm.md#images-moderation-speech-and-transcription";
		return Row.of("Speech", page, LLM,
				Panel.graph("Speech requests", "reqps", "Calls for speech and transcriptions in a second.")
					.rate(CALLS + "_count", SPEECH, CALL + ", error_type"),
				Panel.graph("Response time of speech", "s", "95 of 100 calls are faster than this.")
					.p95(CALLS, SPEECH, CALL),
				Panel.graph("Length of audio", "s", "How long the audio of a call lasts, on average.")
					.mean("gen_ai_client_audio_duration_seconds", "{@}", CALL),
				Panel.graph("Speed of speech", "none", "Time of the call for a second of audio. Below 1 it keeps up.")
					.mean("gen_ai_client_audio_realtime_factor", "{@}", CALL),
				Panel.graph("Characters spoken", "cps", "Characters a second that were turned into speech.")
					.rate("gen_ai_client_speech_characters_total", "{@}", MODEL));
	}

	private static Row tools() {
		return Row.of("Tools", "reference/llm.md#tools", LLM,
				Panel.graph("Tools", "ops", "Calls of tools in a second, by how they ended.")
					.rate("gen_ai_execute_tool_duration_seconds_count", "{@}", "gen_ai_tool_name, error_type")
					.alerts("llm", "ToolErrors"),
				Panel.graph("Duration of tools", "s", "95 of 100 calls of the tool are faster than this.")
					.p95("gen_ai_execute_tool_duration_seconds", "{@}", "gen_ai_tool_name"));
	}

}
