package dev.sightline.autoconfigure.alert;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * Alerts about Redis as the application sees it, and about caches.
 */
final class StoreAlerts {

	private static final AlertGroup REDIS = AlertGroup.of(Signal.REDIS);

	private static final AlertGroup CACHE = AlertGroup.of(Signal.CACHE);

	private StoreAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(REDIS.high("RedisDown").needs((present) -> present.has(Signal.HEALTH)).minutes(1).when("""
				max by (${by}, check) (health_status{${app}, check=~"redis(/.+)?"}) == 0
				""").says("${service} does not reach Redis", "The check {{ $labels.check }} fails on all instances."),
				REDIS.high("RedisErrors")
					.limit(0.05, Unit.RATIO)
					.minutes(5)
					.when("""
							sum by (${by}, db_client_connection_pool_name) (rate(db_client_operation_duration_seconds_count{${app}, db_system_name="redis", outcome!="success"}[5m]))
							  / sum by (${by}, db_client_connection_pool_name) (rate(db_client_operation_duration_seconds_count{${app}, db_system_name="redis"}[5m]))
							  > ${limit}
							and sum by (${by}, db_client_connection_pool_name) (increase(db_client_operation_duration_seconds_count{${app}, db_system_name="redis", outcome!="success"}[5m])) >= 5
							""")
					.says("More than ${limit} of the commands of ${service} to Redis fail",
							"{{ $value | humanizePercentage }} of the commands of {{ $labels.db_client_connection_pool_name }} fail."),
				REDIS.warning("RedisConnectionsLost")
					.limit(3, Unit.COUNT)
					.when("""
							sum by (${each}, db_client_connection_pool_name) (increase(redis_connections_lost_total{${app}}[15m])) > ${limit}
							""")
					.says("${service} loses connections to Redis",
							"{{ $labels.db_client_connection_pool_name }} on {{ $labels.instance }} lost {{ $value | humanize }} connections in 15 minutes."),
				CACHE.info("LowCacheHitRatio")
					.limit(0.5, Unit.RATIO)
					.minutes(30)
					.when("""
							min by (${each}, cache, cache_manager) (cache_hit_ratio{${app}}) < ${limit}
							and sum by (${each}, cache, cache_manager) (rate(cache_gets_total{${app}}[5m])) > 1
							""")
					.says("A cache of ${service} finds less than ${limit}",
							"{{ $labels.cache }} on {{ $labels.instance }} has {{ $value | humanizePercentage }} of what it is asked for."));
	}

}
