package dev.sightline.autoconfigure.alert;

import java.util.List;

/**
 * Alerts about PostgreSQL, from its exporter.
 */
final class PostgresAlerts {

	private static final AlertGroup GROUP = AlertGroup.of(Exporter.POSTGRES);

	private PostgresAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(
				GROUP.critical("PostgreSQLDown")
					.minutes(2)
					.when("""
							pg_up{} == 0
							""")
					.says("PostgreSQL does not answer",
							"The exporter at {{ $labels.instance }} does not reach its PostgreSQL."),
				GROUP.warning("PostgreSQLTooManyConnections")
					.limit(0.8, Unit.RATIO)
					.minutes(5)
					.when("""
							sum by (job, instance) (pg_stat_database_numbackends{})
							  / min by (job, instance) (pg_settings_max_connections{}) > ${limit}
							""")
					.says("PostgreSQL has hardly a connection left",
							"{{ $value | humanizePercentage }} of the connections of {{ $labels.instance }} are in use."),
				GROUP.warning("PostgreSQLSlowQueries")
					.limit(60, Unit.SECONDS)
					.minutes(1)
					.when("""
							max by (job, instance, datname) (pg_stat_activity_max_tx_duration{state="active"}) > ${limit}
							""")
					.says("A statement of PostgreSQL takes longer than ${limit}",
							"A transaction in {{ $labels.datname }} has been active for {{ $value | humanizeDuration }}."),
				GROUP.warning("PostgreSQLDeadlocks")
					.when("""
							increase(pg_stat_database_deadlocks{}[5m]) > 0
							""")
					.says("Transactions of PostgreSQL wait for each other",
							"{{ $labels.datname }} had {{ $value | humanize }} deadlocks in five minutes."),
				GROUP.info("PostgreSQLLowCacheHitRatio")
					.limit(0.9, Unit.RATIO)
					.minutes(30)
					.when("""
							sum by (job, instance, datname) (rate(pg_stat_database_blks_hit{}[5m]))
							  / (sum by (job, instance, datname) (rate(pg_stat_database_blks_hit{}[5m])) + sum by (job, instance, datname) (rate(pg_stat_database_blks_read{}[5m])))
							  < ${limit}
							""")
					.says("PostgreSQL reads more than it should from its disks",
							"{{ $labels.datname }} finds {{ $value | humanizePercentage }} of its blocks in memory."),
				GROUP.warning("PostgreSQLReplicationLag")
					.limit(30, Unit.SECONDS)
					.minutes(5)
					.when("""
							(pg_replication_lag_seconds{} or pg_replication_lag{}) > ${limit}
							""")
					.says("A replica of PostgreSQL is behind",
							"{{ $labels.instance }} is {{ $value | humanizeDuration }} behind its primary."));
	}

}
