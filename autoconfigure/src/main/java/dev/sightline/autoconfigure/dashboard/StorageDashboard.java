package dev.sightline.autoconfigure.dashboard;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * The dashboard of caches, Redis, uploads and object storage.
 */
final class StorageDashboard {

	private static final String REDIS = "reference/redis.md#metrics";

	private static final String STORAGE = "reference/storage.md#metrics";

	private static final String REDIS_SECONDS = "db_client_operation_duration_seconds";

	static final Dashboard DASHBOARD = Dashboard.of("storage", "Sightline / Cache and storage",
			"Caches, Redis, uploaded files and object storage, and the servers behind them.", List.of(), caches(),
			commands(), redis(), uploads(), objects(), minio());

	private StorageDashboard() {
	}

	private static Row caches() {
		return Row.of("Caches", "reference/cache.md#metrics", List.of(Signal.CACHE),
				Panel.graph("Cache hit ratio", "percentunit", "Share of the gets that found something.")
					.query("sum by (cache) (rate(cache_gets_total{@,result='hit'}[@])) "
							+ "/ sum by (cache) (rate(cache_gets_total{@,result=~'hit|miss'}[@]))", "{{cache}}")
					.share()
					.page("reference/cache.md#hit-ratio")
					.alerts("cache", "LowCacheHitRatio"),
				Panel.graph("Gets", "ops", "Gets a second, by whether they found something.")
					.rate("cache_gets_total", "{@}", "cache, result"),
				Panel.graph("Puts and evictions", "ops", "What came into a cache, and what it had to throw out.")
					.query("sum by (cache) (rate(cache_puts_total{@}[@]))", "{{cache}} puts")
					.query("sum by (cache) (rate(cache_evictions_total{@}[@]))", "{{cache}} evictions"),
				Panel.graph("Entries", "none", "Entries of caches in memory.")
					.gauge("cache_size", "{@}", "instance, cache"),
				Panel.graph("Time of a load", "s", "How long a cache that loads itself takes for it, on average.")
					.query("sum by (cache) (increase(cache_load_duration_seconds{@}[@])) "
							+ "/ sum by (cache) (increase(cache_load_total{@}[@]))", "{{cache}}")
					.page("reference/cache.md#load-time"));
	}

	private static Row commands() {
		return Row.of("Redis, as the application sees it", REDIS, List.of(Signal.REDIS),
				Panel.graph("Check of Redis", "none", "Whether each instance reaches it: 1 if it does.")
					.query("min by (instance, check) (health_status{@,check=~'redis(/.+)?'})", "{{instance}} {{check}}")
					.share()
					.of(Signal.HEALTH)
					.alerts("redis", "RedisDown"),
				Panel.graph("Commands", "ops", "Commands a second, by name.")
					.rate(REDIS_SECONDS + "_count", "{@,db_system_name='redis'}", "db_operation_name"),
				Panel.graph("Duration of commands", "s", "95 of 100 commands are faster than this.")
					.p95(REDIS_SECONDS, "{@,db_system_name='redis'}", "db_operation_name"),
				Panel.graph("Failed commands", "ops", "Commands a second that failed or had no answer in time.")
					.rate(REDIS_SECONDS + "_count", "{@,db_system_name='redis',outcome!='success'}",
							"db_operation_name, outcome, error")
					.alerts("redis", "RedisErrors"),
				Panel.graph("Connections to Redis", "none", "Connections that are open.")
					.gauge("redis_connections", "{@}", "instance, db_client_connection_pool_name"),
				Panel.graph("Lost connections", "cps", "Connections that broke, and attempts that did not mend them.")
					.query("sum by (instance) (rate(redis_connections_lost_total{@}[@]))", "{{instance}} lost")
					.query("sum by (instance) (rate(redis_reconnects_failed_total{@}[@]))", "{{instance}} failed")
					.alerts("redis", "RedisConnectionsLost"));
	}

	private static Row redis() {
		return Row.of("Redis, by its exporter", REDIS, List.of(Signal.REDIS),
				Panel.graph("Redis is up", "none", "Whether the exporter reaches the server.")
					.query("redis_up", "{{instance}}")
					.share()
					.alerts("redis-server", "RedisServerDown"),
				Panel.graph("Redis memory usage", "bytes", "Memory that is used, and how much may be.")
					.query("redis_memory_used_bytes", "{{instance}} used")
					.query("redis_memory_max_bytes > 0", "{{instance}} limit")
					.alerts("redis-server", "RedisHighMemory"),
				Panel.graph("Clients of Redis", "none", "Connections of all clients.")
					.query("redis_connected_clients", "{{instance}}")
					.alerts("redis-server", "RedisTooManyConnections", "RedisRejectedConnections"),
				Panel.graph("Keys", "none", "Keys of each database.").query("redis_db_keys", "{{instance}} {{db}}"),
				Panel.graph("Hit ratio of Redis", "percentunit", "Share of the look-ups that found a key.")
					.query("rate(redis_keyspace_hits_total[@]) "
							+ "/ (rate(redis_keyspace_hits_total[@]) + rate(redis_keyspace_misses_total[@]))",
							"{{instance}}")
					.share(),
				Panel.graph("Evicted and expired keys", "ops", "Keys that Redis threw out or let go.")
					.query("rate(redis_evicted_keys_total[@])", "{{instance}} evicted")
					.query("rate(redis_expired_keys_total[@])", "{{instance}} expired"));
	}

	private static Row uploads() {
		return Row.of("Uploads", "reference/uploads.md#metrics", List.of(Signal.UPLOAD),
				Panel.graph("Uploaded files", "ops", "Files a second, by route and type.")
					.rate("file_upload_size_bytes_count", "{@}", "uri, type"),
				Panel.graph("Size of files", "bytes", "95 of 100 files are smaller than this.")
					.p95("file_upload_size_bytes", "{@}", "uri"),
				Panel.graph("Rejected uploads", "reqps", "Uploads that were not taken, by reason.")
					.rate("file_uploads_rejected_total", "{@}", "uri, reason")
					.page("reference/uploads.md#why-an-upload-is-rejected")
					.alerts("upload", "UploadsRejected", "UploadsFailing"));
	}

	private static Row objects() {
		return Row.of("Object storage, as the application sees it", STORAGE, List.of(Signal.STORAGE),
				Panel.graph("Storage operations", "ops", "Operations a second.")
					.rate("storage_operation_seconds_count", "{@}", "operation"),
				Panel.graph("Upload and download rate", "Bps", "Bytes that were put and got in a second.")
					.rate("storage_object_size_bytes_sum", "{@}", "operation"),
				Panel.graph("Upload duration", "s", "95 of 100 operations are faster than this.")
					.p95("storage_operation_seconds", "{@}", "operation")
					.alerts("storage", "StorageSlow"),
				Panel.graph("Storage errors", "ops", "Operations a second that failed, by exception.")
					.rate("storage_operation_seconds_count", "{@,outcome!='SUCCESS'}", "operation, outcome, error")
					.alerts("storage", "StorageErrors"));
	}

	private static Row minio() {
		return Row.of("MinIO, by its own scrape", STORAGE, List.of(Signal.STORAGE),
				Panel.graph("Storage usage", "bytes", "Bytes in each bucket, from MinIO's metrics of buckets.")
					.query("sum by (bucket) (minio_bucket_usage_total_bytes)", "{{bucket}}"),
				Panel.graph("Requests to MinIO", "reqps", "Requests a second, by operation.")
					.query("sum by (api) (rate(minio_s3_requests_total[@]))", "{{api}}"),
				Panel.graph("Failures of MinIO", "reqps", "Requests a second that MinIO failed to answer.")
					.query("sum by (api) (rate(minio_s3_requests_5xx_errors_total[@]))", "{{api}}")
					.alerts("minio", "MinioErrors"),
				Panel.graph("Health of MinIO", "none", "1 if it can take objects, 0 if it has too few drives left.")
					.query("min by (job) (minio_cluster_health_status)", "{{job}}")
					.share()
					.alerts("minio", "MinioDown"),
				Panel.graph("Servers and drives away", "none", "Servers and drives of MinIO that are away.")
					.query("max by (job) (minio_cluster_nodes_offline_total)", "{{job}} servers")
					.query("max by (job) (minio_cluster_drive_offline_total)", "{{job}} drives")
					.alerts("minio", "MinioNodesOffline", "MinioDrivesOffline"),
				Panel.graph("Room of MinIO", "percentunit", "Share of the room for objects that is taken.")
					.query("1 - min by (job) (minio_cluster_capacity_usable_free_bytes) "
							+ "/ min by (job) (minio_cluster_capacity_usable_total_bytes > 0)", "{{job}}")
					.share()
					.alerts("minio", "MinioSpaceLow", "MinioSpaceCritical"));
	}

}
