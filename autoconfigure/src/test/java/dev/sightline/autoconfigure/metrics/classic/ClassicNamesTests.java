package dev.sightline.autoconfigure.metrics.classic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the families of older backends, made of meters as Sightline, Spring Boot and
 * Micrometer name them.
 */
class ClassicNamesTests {

	/**
	 * Families that have this name without {@code sightline.metrics.classic-names}.
	 */
	private static final Set<String> THERE = Set.of("websocket_connections_active", "rag_pipeline_duration_seconds",
			"file_upload_size_bytes", "process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds",
			"auth_attempts_total", "application_errors_total", "security_events_total", "rate_limit_hits_total",
			"cache_hit_ratio", "ssl_certificate_expiry_seconds", "active_users");

	/**
	 * Families that another exporter has, or that only the application knows of.
	 */
	private static final Map<String, String> NOT_OURS = notOurs();

	private static final List<String> SECONDS = List.of("http_request_duration_seconds",
			"database_query_duration_seconds", "db_query_duration_seconds", "ai_response_duration_seconds",
			"llm_request_duration_seconds", "model_response_time_seconds", "authentication_duration_seconds",
			"storage_upload_duration_seconds", "vector_search_duration_seconds", "speech_provider_duration_seconds");

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
			new ClassicRegistry(ClassicNames.create()), Clock.SYSTEM);

	@BeforeEach
	void record() {
		request("GET", "/a", "200", "none", 40);
		request("GET", "/a", "200", "none", 300);
		request("GET", "/a", "500", "IllegalStateException", 300);
		size("http.server.request.body.size", 2000, "method", "GET", "uri", "/a");
		size("http.server.response.body.size", 3000, "method", "GET", "uri", "/a");
		gauge("http.server.active_requests", "requests", 2, "method", "GET");
		gauge("tomcat.connections.current", "connections", 5, "name", "http-nio");
		size("websocket.message.size", 10, "uri", "/ws", "direction", "sent");
		statement("postgresql", "SELECT", "tickets", "none");
		statement("postgresql", "SELECT", "tickets", "SQLException");
		statement("redis", "GET", "none", "none");
		gauge("jdbc.connections.active", null, 3, "name", "dataSource");
		gauge("jdbc.connections.idle", null, 7, "name", "dataSource");
		count("cache.gets", 8, "cache", "articles", "name", "articles", "cache.manager", "c", "result", "hit");
		count("cache.gets", 2, "cache", "articles", "name", "articles", "cache.manager", "c", "result", "miss");
		call("chat", "none", 300);
		call("chat", "RateLimit", 300);
		call("speech", "none", 300);
		DistributionSummary.builder("gen_ai.client.token.usage")
			.tags(call("chat"))
			.tag("gen_ai.token.type", "input")
			.register(this.registry)
			.record(120);
		count("gen_ai.client.cost", 0.25, "currency", "USD", "gen_ai.provider.name", "openai");
		count("gen_ai.client.cost", 9, "currency", "EUR", "gen_ai.provider.name", "openai");
		count("gen_ai.client.fallbacks", 1, "from", "openai/a", "to", "openai/b", "reason", "error");
		timer("gen_ai.client.audio.duration", 2000, "gen_ai.provider.name", "openai", "gen_ai.request.model", "tts",
				"gen_ai.response.model", "tts", "gen_ai.operation.name", "speech");
		timer("rag.pipeline.duration", 300, "rag.pipeline.name", "ask", "error.type", "none");
		timer("rag.pipeline.duration", 300, "rag.pipeline.name", "ask", "error.type", "Timeout");
		timer("db.vector.client.operation.duration", 300, "db.system.name", "pg_vector", "db.collection.name", "docs",
				"db.operation.name", "query", "error.type", "none");
		timer("db.vector.client.operation.duration", 300, "db.system.name", "pg_vector", "db.collection.name", "docs",
				"db.operation.name", "add", "error.type", "none");
		size("file.upload.size", 500, "uri", "/up", "type", "pdf");
		storage("PutObject", "none");
		storage("PutObject", "SdkException");
		storage("GetObject", "none");
		size("storage.object.size", 700, "storage.system", "s3", "operation", "PutObject");
		count("auth.attempts", 3, "method", "form", "result", "success");
		count("auth.attempts", 2, "method", "form", "result", "failure");
		timer("auth.duration", 300, "method", "form", "result", "success");
		count("application.errors", 4, "component", "http.server.requests", "type", "IllegalStateException");
		count("application.errors", 1, "component", "tasks", "type", "IllegalStateException");
		gauge("jvm.threads.live", "threads", 30);
		gauge("system.cpu.usage", null, 0.25);
		gauge("system.memory.usage", "bytes", 400, "system.memory.state", "used");
		gauge("system.memory.limit", "bytes", 1000);
		gauge("system.linux.memory.available", "bytes", 250);
		disk("used", 60);
		disk("free", 20);
		disk("reserved", 20);
		count("system.network.io", "bytes", 90, "network.interface.name", "eth0", "network.io.direction", "receive");
	}

	@Test
	void shouldCountRequestsByEndpointAndStatus() {
		assertThat(lines("http_requests_total")).containsExactly(
				"http_requests_total{application=\"shop\",endpoint=\"/a\",method=\"GET\",status=\"200\"} 2.0",
				"http_requests_total{application=\"shop\",endpoint=\"/a\",method=\"GET\",status=\"500\"} 1.0");
	}

	@Test
	void shouldSumHistogramsWithTheBoundariesThatAllHave() {
		assertThat(lines("http_request_duration_seconds")).containsExactly(
				"http_request_duration_seconds_bucket{application=\"shop\",endpoint=\"/a\",method=\"GET\",le=\"+Inf\"} 3",
				"http_request_duration_seconds_bucket{application=\"shop\",endpoint=\"/a\",method=\"GET\",le=\"0.1\"} 1",
				"http_request_duration_seconds_count{application=\"shop\",endpoint=\"/a\",method=\"GET\"} 3",
				"http_request_duration_seconds_sum{application=\"shop\",endpoint=\"/a\",method=\"GET\"} 0.64");
	}

	@Test
	void shouldHaveEachFamilyWithItsLabelsAndValues() {
		String scrape = this.registry.scrape();
		assertThat(scrape).contains("http_request_size_bytes_sum{endpoint=\"/a\",method=\"GET\"} 2000.0",
				"http_response_size_bytes_sum{endpoint=\"/a\",method=\"GET\"} 3000.0",
				"http_requests_in_progress{method=\"GET\"} 2.0", "\nactive_connections 5.0",
				"websocket_messages_total{direction=\"sent\",endpoint=\"/ws\"} 1.0",
				"\ndatabase_queries_total{operation=\"SELECT\",table=\"tickets\"} 2.0",
				"\ndb_queries_total{operation=\"SELECT\",table=\"tickets\"} 2.0",
				"database_connections_active{pool=\"dataSource\"} 3.0",
				"\ndb_connections_active{pool=\"dataSource\"} 3.0", "db_connections_idle{pool=\"dataSource\"} 7.0",
				"cache_hits_total{cache=\"articles\"} 8.0",
				"cache_operations_total{cache=\"articles\",operation=\"get\",result=\"miss\"} 2.0",
				"ai_requests_total{model=\"m\",operation=\"chat\",provider=\"openai\",status=\"success\"} 1.0",
				"llm_requests_total{model=\"m\",operation=\"chat\",provider=\"openai\",status=\"error\"} 1.0",
				"model_requests_total{model=\"m\",operation=\"chat\",provider=\"openai\",status=\"error\"} 1.0",
				"ai_model_usage_total{model=\"m\",provider=\"openai\"} 3.0",
				"llm_tokens_total{model=\"m\",operation=\"chat\",provider=\"openai\",type=\"input\"} 120.0",
				"model_tokens_total{model=\"m\",operation=\"chat\",provider=\"openai\",type=\"input\"} 120.0",
				"external_api_cost_dollars_total{provider=\"openai\"} 0.25", "rag_queries_total{pipeline=\"ask\"} 2.0",
				"rag_pipeline_errors_total{pipeline=\"ask\",type=\"Timeout\"} 1.0",
				"vector_search_duration_seconds_count{collection=\"docs\",store=\"pg_vector\"} 1",
				"speech_provider_requests_total{model=\"m\",provider=\"openai\",status=\"success\"} 1.0",
				"speech_provider_fallback_total{from=\"openai/a\",reason=\"error\",to=\"openai/b\"} 1.0",
				"speech_audio_duration_seconds_sum{model=\"tts\",operation=\"speech\",provider=\"openai\"} 2.0",
				"file_uploads_total{endpoint=\"/up\",type=\"pdf\"} 1.0",
				"storage_operations_total{operation=\"PutObject\"} 2.0", "storage_upload_duration_seconds_count 2",
				"storage_upload_size_bytes_sum 700.0", "storage_upload_errors_total{type=\"SdkException\"} 1.0",
				"authentication_attempts_total{method=\"form\",result=\"failure\"} 2.0",
				"auth_failures_total{method=\"form\"} 2.0", "\nerror_total{type=\"IllegalStateException\"} 5.0",
				"process_threads 30.0", "system_cpu_usage_percent{core=\"all\"} 25.0",
				"system_memory_usage_bytes{system_memory_state=\"used\",type=\"used\"} 400.0",
				"system_memory_usage_percent 75.0",
				"system_disk_usage_bytes{device=\"/dev/sda1\",mountpoint=\"/\",type=\"used\"} 60.0",
				"system_disk_usage_percent{device=\"/dev/sda1\",mountpoint=\"/\"} 75.0",
				"system_network_bytes_total{direction=\"receive\",interface=\"eth0\"} 90.0");
	}

	@Test
	void shouldHaveBucketsForAllDurations() {
		String scrape = this.registry.scrape();
		for (String name : SECONDS) {
			assertThat(scrape).as(name)
				.contains("# TYPE " + name + " histogram")
				.containsPattern(name + "_bucket\\{[^}]*le=\"0\\.1\"} ")
				.containsPattern(name + "_count[ {]");
		}
	}

	@Test
	void shouldHaveAllFamiliesOfTheTableOrSayWhyNot() throws IOException {
		String page = Files.readString(Path.of("../docs/reference/classic-names.md"));
		Set<String> made = new TreeSet<>();
		this.registry.scrape().lines().filter((line) -> line.startsWith("# TYPE ")).forEach((line) -> {
			made.add(line.split(" ")[2]);
		});
		for (ClassicFamily family : ClassicFamilies.all()) {
			String suffix = (family.kind() == ClassicKind.COUNT || family.kind() == ClassicKind.SUM) ? "_total" : "";
			assertThat(made).contains(family.name() + suffix);
			assertThat(page).contains("`" + family.name() + suffix + "`");
		}
		for (String name : THERE) {
			assertThat(page).as("there").contains("`" + name + "`");
		}
		NOT_OURS.forEach((name, reason) -> {
			assertThat(made).doesNotContain(name);
			assertThat(page).as(reason).contains("`" + name + "`");
		});
	}

	@Test
	void shouldLetAFamilyOfTheApplicationWin() {
		Counter.builder("http.requests").tag("mine", "yes").register(this.registry).increment(77);
		assertThat(lines("http_requests_total")).containsExactly("http_requests_total{mine=\"yes\"} 77.0");
	}

	@Test
	void shouldLeaveOutAFamilyWhoseLabelsClash() {
		timer("http.server.requests", 10, "uri", "/b", "endpoint", "mine");
		assertThat(lines("http_requests_total")).isEmpty();
		assertThat(lines("database_queries_total")).isNotEmpty();
	}

	@Test
	void shouldLeaveOutAShareWhoseLabelsClash() {
		gauge("system.filesystem.usage", "bytes", 1, "system.device", "/dev/sdb1", "system.filesystem.mountpoint", "/b",
				"system.filesystem.type", "ext4", "system.filesystem.state", "used", "device", "mine");
		assertThat(lines("system_disk_usage_percent")).isEmpty();
		assertThat(lines("system_memory_usage_percent")).isNotEmpty();
	}

	private static Map<String, String> notOurs() {
		Map<String, String> reasons = new LinkedHashMap<>();
		for (String name : List.of("node_cpu_seconds_total", "node_memory_MemAvailable_bytes",
				"node_memory_MemTotal_bytes", "node_filesystem_avail_bytes", "node_filesystem_size_bytes",
				"node_network_receive_bytes_total", "node_network_transmit_bytes_total", "pg_stat_database_numbackends",
				"pg_stat_database_tup_fetched", "pg_stat_database_conflicts", "pg_up", "redis_connected_clients",
				"redis_memory_used_bytes", "redis_keys_total", "minio_bucket_usage_total_bytes",
				"minio_s3_requests_total", "container_memory_usage_bytes", "container_cpu_usage_seconds_total", "up")) {
			reasons.put(name, "another exporter has it");
		}
		for (String name : List.of("chat_messages_sent_total", "video_generation_total",
				"video_generation_duration_seconds", "celery_queue_length", "tests_created_total",
				"test_duration_hours", "user_actions_total", "document_processing_total", "document_ocr_errors_total",
				"custom_processing_duration_seconds", "processing_queue_size")) {
			reasons.put(name, "only the application knows of it");
		}
		for (String name : List.of("active_users_total", "process_threads_total", "process_open_fds_total",
				"tests_active_total")) {
			reasons.put(name, "a gauge may not end in _total");
		}
		return reasons;
	}

	private List<String> lines(String name) {
		return this.registry.scrape().lines().filter((line) -> line.startsWith(name)).sorted().toList();
	}

	private void request(String method, String uri, String status, String exception, long millis) {
		timer("http.server.requests", millis, "application", "shop", "method", method, "uri", uri, "status", status,
				"outcome", "X", "exception", exception, "error", exception);
	}

	private void statement(String system, String operation, String table, String error) {
		timer("db.client.operation.duration", 300, "db.system.name", system, "db.operation.name", operation,
				"db.collection.name", table, "db.client.connection.pool.name", "p", "outcome", "x", "error", error);
	}

	private void call(String operation, String error, long millis) {
		Timer.builder("gen_ai.client.operation.duration")
			.serviceLevelObjectives(Duration.ofMillis(100))
			.tags(call(operation))
			.tag("error.type", error)
			.register(this.registry)
			.record(millis, TimeUnit.MILLISECONDS);
	}

	private static String[] call(String operation) {
		return new String[] { "gen_ai.provider.name", "openai", "gen_ai.request.model", "m", "gen_ai.response.model",
				"m-1", "gen_ai.operation.name", operation };
	}

	private void storage(String operation, String error) {
		timer("storage.operation", 300, "storage.system", "s3", "operation", operation, "outcome", "x", "error", error);
	}

	private void disk(String state, double bytes) {
		gauge("system.filesystem.usage", "bytes", bytes, "system.device", "/dev/sda1", "system.filesystem.mountpoint",
				"/", "system.filesystem.type", "ext4", "system.filesystem.state", state);
	}

	private void timer(String name, long millis, String... tags) {
		Timer.builder(name)
			// One series has more boundaries than others, as groups of routes may.
			.serviceLevelObjectives((millis == 40) ? new Duration[] { Duration.ofMillis(50), Duration.ofMillis(100) }
					: new Duration[] { Duration.ofMillis(100) })
			.tags(tags)
			.register(this.registry)
			.record(millis, TimeUnit.MILLISECONDS);
	}

	private void size(String name, double bytes, String... tags) {
		DistributionSummary.builder(name)
			.baseUnit("bytes")
			.serviceLevelObjectives(1000)
			.tags(tags)
			.register(this.registry)
			.record(bytes);
	}

	private void count(String name, double amount, String... tags) {
		count(name, null, amount, tags);
	}

	private void count(String name, String unit, double amount, String... tags) {
		Counter.builder(name).baseUnit(unit).tags(tags).register(this.registry).increment(amount);
	}

	private void gauge(String name, String unit, double value, String... tags) {
		Gauge.builder(name, () -> value).baseUnit(unit).tags(tags).register(this.registry);
	}

	/**
	 * A registry that does to its scrape what that of an application does.
	 */
	private static final class ClassicRegistry extends PrometheusRegistry {

		private final UnaryOperator<List<MetricSnapshot>> more;

		ClassicRegistry(UnaryOperator<List<MetricSnapshot>> more) {
			this.more = more;
		}

		@Override
		public MetricSnapshots scrape() {
			return new MetricSnapshots(this.more.apply(super.scrape().stream().toList()));
		}

	}

}
