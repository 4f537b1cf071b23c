package dev.sightline.autoconfigure.metrics.classic;

import java.util.List;

import static dev.sightline.autoconfigure.metrics.classic.ClassicKind.COUNT;
import static dev.sightline.autoconfigure.metrics.classic.ClassicKind.GAUGE;
import static dev.sightline.autoconfigure.metrics.classic.ClassicKind.HISTOGRAM;
import static dev.sightline.autoconfigure.metrics.classic.ClassicKind.PERCENT;
import static dev.sightline.autoconfigure.metrics.classic.ClassicKind.SUM;

/**
 * The classic families that are made of others.
 */
final class ClassicFamilies {

	private static final String REQUESTS = "http_server_requests_seconds";

	private static final String REQUEST_LABELS = "uri>endpoint -outcome -exception -error";

	private static final String STATEMENTS = "db_client_operation_duration_seconds";

	private static final String STATEMENT_LABELS = "db_operation_name>operation db_collection_name>table"
			+ " db_system_name!=redis -db_system_name -db_client_connection_pool_name -outcome -error";

	private static final String CALLS = "gen_ai_client_operation_duration_seconds";

	private static final String MODEL = "gen_ai_provider_name>provider gen_ai_request_model>model -gen_ai_response_model";

	private static final String CALL_LABELS = MODEL + " gen_ai_operation_name>operation";

	private static final String SPEECH = "gen_ai_operation_name=speech|transcription";

	private static final String TOKENS = "gen_ai_client_token_usage";

	private static final String TOKEN_LABELS = CALL_LABELS + " gen_ai_token_type>type";

	private static final String STORAGE = "storage_operation_seconds";

	private static final String UPLOAD = "operation=PutObject|UploadPart -storage_system";

	private ClassicFamilies() {
	}

	static List<ClassicFamily> all() {
		return List.of(family("http_requests", COUNT, REQUESTS, REQUEST_LABELS),
				family("http_request_duration_seconds", HISTOGRAM, REQUESTS, REQUEST_LABELS + " -status"),
				family("http_request_size_bytes", HISTOGRAM, "http_server_request_body_size_bytes", "uri>endpoint"),
				family("http_response_size_bytes", HISTOGRAM, "http_server_response_body_size_bytes", "uri>endpoint"),
				family("http_requests_in_progress", GAUGE, "http_server_active_requests", ""),
				family("active_connections", GAUGE, "tomcat_connections_current_connections", "-name"),
				family("websocket_messages", COUNT, "websocket_message_size_bytes", "uri>endpoint"),
				family("database_queries", COUNT, STATEMENTS, STATEMENT_LABELS),
				family("database_query_duration_seconds", HISTOGRAM, STATEMENTS, STATEMENT_LABELS),
				family("db_queries", COUNT, STATEMENTS, STATEMENT_LABELS),
				family("db_query_duration_seconds", HISTOGRAM, STATEMENTS, STATEMENT_LABELS),
				family("database_connections_active", GAUGE, "jdbc_connections_active", "name>pool"),
				family("db_connections_active", GAUGE, "jdbc_connections_active", "name>pool"),
				family("db_connections_idle", GAUGE, "jdbc_connections_idle", "name>pool"),
				family("cache_hits", COUNT, "cache_gets", "result=hit -name -cache_manager"),
				family("cache_operations", COUNT, "cache_gets", "-name -cache_manager +operation=get"),
				family("ai_requests", COUNT, CALLS, CALL_LABELS + " error_type?status"),
				family("ai_response_duration_seconds", HISTOGRAM, CALLS, CALL_LABELS + " -error_type"),
				family("ai_model_usage", COUNT, CALLS, MODEL + " -gen_ai_operation_name -error_type"),
				family("llm_requests", COUNT, CALLS, CALL_LABELS + " error_type?status"),
				family("llm_request_duration_seconds", HISTOGRAM, CALLS, CALL_LABELS + " -error_type"),
				family("llm_tokens", SUM, TOKENS, TOKEN_LABELS),
				family("model_requests", COUNT, CALLS, CALL_LABELS + " error_type?status"),
				family("model_response_time_seconds", HISTOGRAM, CALLS, CALL_LABELS + " -error_type"),
				family("model_tokens", SUM, TOKENS, TOKEN_LABELS),
				family("external_api_cost_dollars", COUNT, "gen_ai_client_cost",
						"currency=USD gen_ai_provider_name>provider"),
				family("rag_queries", COUNT, "rag_pipeline_duration_seconds", "rag_pipeline_name>pipeline -error_type"),
				family("rag_pipeline_errors", COUNT, "rag_pipeline_duration_seconds",
						"rag_pipeline_name>pipeline error_type!=none error_type>type"),
				family("vector_search_duration_seconds", HISTOGRAM, "db_vector_client_operation_duration_seconds",
						"db_operation_name=query db_system_name>store db_collection_name>collection -error_type"),
				family("speech_provider_requests", COUNT, CALLS, MODEL + " error_type?status " + SPEECH),
				family("speech_provider_duration_seconds", HISTOGRAM, CALLS, MODEL + " -error_type " + SPEECH),
				family("speech_provider_fallback", COUNT, "gen_ai_client_fallbacks", ""),
				family("speech_audio_duration_seconds", HISTOGRAM, "gen_ai_client_audio_duration_seconds", CALL_LABELS),
				family("file_uploads", COUNT, "file_upload_size_bytes", "uri>endpoint"),
				family("storage_operations", COUNT, STORAGE, "-storage_system -outcome -error"),
				family("storage_upload_duration_seconds", HISTOGRAM, STORAGE, UPLOAD + " -outcome -error"),
				family("storage_upload_size_bytes", HISTOGRAM, "storage_object_size_bytes", UPLOAD),
				family("storage_upload_errors", COUNT, STORAGE, UPLOAD + " error!=none -outcome error>type"),
				family("authentication_attempts", COUNT, "auth_attempts", ""),
				family("authentication_duration_seconds", HISTOGRAM, "auth_duration_seconds", ""),
				family("auth_failures", COUNT, "auth_attempts", "result=failure"),
				family("error", COUNT, "application_errors", "-component"),
				family("process_threads", GAUGE, "jvm_threads_live_threads", ""),
				family("system_cpu_usage_percent", PERCENT, "system_cpu_usage", "+core=all"),
				family("system_memory_usage_bytes", GAUGE, "system_memory_usage_bytes", "system_memory_state+type"),
				family("system_disk_usage_bytes", GAUGE, "system_filesystem_usage_bytes",
						"system_device>device system_filesystem_mountpoint>mountpoint system_filesystem_state>type"
								+ " -system_filesystem_type"),
				family("system_network_bytes", COUNT, "system_network_io_bytes",
						"network_interface_name>interface network_io_direction>direction"));
	}

	private static ClassicFamily family(String name, ClassicKind kind, String source, String labels) {
		return new ClassicFamily(name, kind, source, new Labeling(labels));
	}

}
