package dev.sightline.autoconfigure.alert;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * Alerts about calls of language models, and what is built on them.
 */
final class ModelAlerts {

	private static final AlertGroup GROUP = AlertGroup.of(Signal.LLM);

	private ModelAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(
				GROUP.critical("ModelProviderDown")
					.needs((present) -> present.has(Signal.HEALTH))
					.minutes(2)
					.when("""
							max by (${by}, check) (health_status{${app}, check=~"llm/.+"}) == 0
							""")
					.says("A provider of models fails ${service}",
							"The last calls of {{ $labels.check }} failed on all instances."),
				GROUP.high("ModelErrors")
					.limit(0.1, Unit.RATIO)
					.minutes(5)
					.when("""
							sum by (${by}, gen_ai_provider_name) (rate(gen_ai_client_operation_duration_seconds_count{${app}, error_type!="none"}[5m]))
							  / sum by (${by}, gen_ai_provider_name) (rate(gen_ai_client_operation_duration_seconds_count{${app}}[5m]))
							  > ${limit}
							and sum by (${by}, gen_ai_provider_name) (increase(gen_ai_client_operation_duration_seconds_count{${app}, error_type!="none"}[5m])) >= 5
							""")
					.says("More than ${limit} of the calls of models of ${service} fail",
							"{{ $value | humanizePercentage }} of the calls of {{ $labels.gen_ai_provider_name }} fail."),
				GROUP.warning("ModelSlow")
					.limit(30, Unit.SECONDS)
					.minutes(10)
					.when("""
							histogram_quantile(0.95, sum by (${by}, gen_ai_provider_name, gen_ai_request_model, le) (rate(gen_ai_client_operation_duration_seconds_bucket{${app}}[5m]))) > ${limit}
							""")
					.says("A model that ${service} calls is slow",
							"One call in twenty of {{ $labels.gen_ai_request_model }} takes longer than {{ $value | humanizeDuration }}."),
				GROUP.warning("ModelSlowToBegin")
					.limit(5, Unit.SECONDS)
					.minutes(10)
					.when("""
							histogram_quantile(0.95, sum by (${by}, gen_ai_provider_name, gen_ai_request_model, le) (rate(gen_ai_client_operation_time_to_first_chunk_seconds_bucket{${app}}[5m]))) > ${limit}
							""")
					.says("A model is slow to begin its answers to ${service}",
							"One stream in twenty of {{ $labels.gen_ai_request_model }} takes longer than {{ $value | humanizeDuration }} to begin."),
				GROUP.warning("ModelFallbackActive")
					.limit(0.1, Unit.COUNT)
					.minutes(10)
					.when("""
							sum by (${by}, from, to) (rate(gen_ai_client_fallbacks_total{${app}}[5m])) > ${limit}
							""")
					.says("${service} answers with another model than it should",
							"{{ $value | humanize }} calls a second go to {{ $labels.to }} because {{ $labels.from }} failed."),
				GROUP.warning("ToolErrors")
					.limit(0.2, Unit.RATIO)
					.minutes(10)
					.when("""
							sum by (${by}, gen_ai_tool_name) (rate(gen_ai_execute_tool_duration_seconds_count{${app}, error_type!="none"}[5m]))
							  / sum by (${by}, gen_ai_tool_name) (rate(gen_ai_execute_tool_duration_seconds_count{${app}}[5m]))
							  > ${limit}
							and sum by (${by}, gen_ai_tool_name) (increase(gen_ai_execute_tool_duration_seconds_count{${app}, error_type!="none"}[5m])) >= 5
							""")
					.says("A tool that models of ${service} call fails",
							"{{ $value | humanizePercentage }} of the calls of {{ $labels.gen_ai_tool_name }} fail."),
				GROUP.high("RagErrors")
					.limit(0.1, Unit.RATIO)
					.minutes(10)
					.when("""
							sum by (${by}, rag_pipeline_name) (rate(rag_pipeline_duration_seconds_count{${app}, error_type!="none"}[5m]))
							  / sum by (${by}, rag_pipeline_name) (rate(rag_pipeline_duration_seconds_count{${app}}[5m]))
							  > ${limit}
							and sum by (${by}, rag_pipeline_name) (increase(rag_pipeline_duration_seconds_count{${app}, error_type!="none"}[5m])) >= 5
							""")
					.says("More than ${limit} of the runs of a RAG pipeline of ${service} fail",
							"{{ $value | humanizePercentage }} of the runs of {{ $labels.rag_pipeline_name }} fail."),
				GROUP.warning("VectorSearchSlow")
					.limit(1, Unit.SECONDS)
					.minutes(10)
					.when("""
							histogram_quantile(0.95, sum by (${by}, db_system_name, db_collection_name, le) (rate(db_vector_client_operation_duration_seconds_bucket{${app}, db_operation_name="query"}[5m]))) > ${limit}
							""")
					.says("A vector store of ${service} is slow",
							"One search in twenty in {{ $labels.db_collection_name }} of {{ $labels.db_system_name }} takes longer than {{ $value | humanizeDuration }}."));
	}

}
