package dev.sightline.autoconfigure.alert;

import java.util.List;

/**
 * Alerts about Redis, from its exporter.
 */
final class RedisServerAlerts {

	private static final AlertGroup GROUP = AlertGroup.of(Exporter.REDIS);

	private RedisServerAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(GROUP.high("RedisServerDown").minutes(2).when("""
				redis_up{} == 0
				""").says("Redis does not answer", "The exporter at {{ $labels.instance }} does not reach its Redis."),
				GROUP.warning("RedisHighMemory")
					.limit(0.9, Unit.RATIO)
					.minutes(5)
					.when("""
							redis_memory_used_bytes{} / (redis_memory_max_bytes{} > 0) > ${limit}
							""")
					.says("Redis is short of memory",
							"{{ $labels.instance }} uses {{ $value | humanizePercentage }} of the memory that it may."),
				GROUP.warning("RedisTooManyConnections")
					.limit(0.8, Unit.RATIO)
					.minutes(5)
					.when("""
							redis_connected_clients{} / redis_config_maxclients{} > ${limit}
							""")
					.says("Redis has hardly a connection left",
							"{{ $value | humanizePercentage }} of the connections of {{ $labels.instance }} are in use."),
				GROUP.warning("RedisRejectedConnections")
					.when("""
							increase(redis_rejected_connections_total{}[5m]) > 0
							""")
					.says("Redis refuses connections",
							"{{ $labels.instance }} refused {{ $value | humanize }} connections in five minutes."));
	}

}
