package dev.sightline.autoconfigure.alert;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * Alerts about databases that are asked by JDBC or R2DBC, and the pools of their
 * connections.
 */
final class DatabaseAlerts {

	private static final AlertGroup GROUP = new AlertGroup("database", false,
			(present) -> present.has(Signal.JDBC) || present.has(Signal.R2DBC));

	private DatabaseAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(GROUP.critical("DatabaseDown")
			.needs((present) -> present.has(Signal.HEALTH))
			.minutes(1)
			.when("""
					max by (${by}, check) (health_status{${app}, check=~"(db|r2dbc)(/.+)?"}) == 0
					""")
			.says("${service} does not reach its database", "The check {{ $labels.check }} fails on all instances."),
				GROUP.high("DatabaseErrors")
					.limit(0.05, Unit.RATIO)
					.minutes(5)
					.when("""
							sum by (${by}, db_client_connection_pool_name) (rate(db_client_operation_duration_seconds_count{${app}, db_system_name!="redis", outcome!="success"}[5m]))
							  / sum by (${by}, db_client_connection_pool_name) (rate(db_client_operation_duration_seconds_count{${app}, db_system_name!="redis"}[5m]))
							  > ${limit}
							and sum by (${by}, db_client_connection_pool_name) (increase(db_client_operation_duration_seconds_count{${app}, db_system_name!="redis", outcome!="success"}[5m])) >= 5
							""")
					.says("More than ${limit} of the statements of ${service} fail",
							"{{ $value | humanizePercentage }} of the statements on {{ $labels.db_client_connection_pool_name }} fail."),
				GROUP.high("ConnectionPoolExhausted")
					.needs((present) -> present.has(Signal.JDBC))
					.limit(0.9, Unit.RATIO)
					.minutes(5)
					.when("""
							jdbc_connections_active{${app}} / jdbc_connections_max{${app}} > ${limit}
							""")
					.says("A connection pool of ${service} is nearly exhausted",
							"{{ $value | humanizePercentage }} of the connections of {{ $labels.name }} on {{ $labels.instance }} are in use."),
				GROUP.high("ConnectionTimeouts")
					.needs((present) -> present.has(Signal.JDBC)
							&& present.hasClass("com.zaxxer.hikari.HikariDataSource"))
					.when("""
							increase(hikaricp_connections_timeout_total{${app}}[5m]) > 0
							""")
					.says("${service} waits in vain for a connection",
							"The pool {{ $labels.pool }} on {{ $labels.instance }} had no connection in time, {{ $value | humanize }} times in five minutes."),
				GROUP.high("R2dbcPoolExhausted")
					.needs((present) -> present.has(Signal.R2DBC) && present.hasClass("io.r2dbc.pool.ConnectionPool"))
					.limit(0.9, Unit.RATIO)
					.minutes(5)
					.when("""
							r2dbc_pool_acquired_connections{${app}} / r2dbc_pool_max_allocated_connections{${app}} > ${limit}
							""")
					.says("A connection pool of ${service} is nearly exhausted",
							"{{ $value | humanizePercentage }} of the connections of {{ $labels.name }} on {{ $labels.instance }} are in use."),
				GROUP.warning("SlowQueries")
					.needs((present) -> present.has(Signal.JDBC))
					.limit(0.05, Unit.RATIO)
					.minutes(10)
					.when(slow("jdbc_statements_slow_total"))
					.says("More than ${limit} of the statements of ${service} are slow",
							"{{ $value | humanizePercentage }} of the statements take longer than sightline.jdbc.slow-threshold."),
				GROUP.warning("SlowReactiveQueries")
					.needs((present) -> present.has(Signal.R2DBC))
					.limit(0.05, Unit.RATIO)
					.minutes(10)
					.when(slow("r2dbc_statements_slow_total"))
					.says("More than ${limit} of the statements of ${service} are slow",
							"{{ $value | humanizePercentage }} of the statements take longer than sightline.r2dbc.slow-threshold."),
				GROUP.info("RepeatedQueries")
					.needs((present) -> present.has(Signal.JDBC))
					.limit(0.1, Unit.COUNT)
					.minutes(15)
					.when("""
							sum by (${by}, uri, db_collection_name) (rate(jdbc_statements_repeated_total{${app}}[15m])) > ${limit}
							""")
					.says("A route of ${service} runs one statement many times",
							"{{ $labels.uri }} runs one statement on {{ $labels.db_collection_name }} again and again, in {{ $value | humanize }} requests a second."));
	}

	private static String slow(String metric) {
		return """
				sum by (${by}) (rate(%s{${app}}[5m]))
				  / sum by (${by}) (rate(db_client_operation_duration_seconds_count{${app}, db_system_name!="redis"}[5m]))
				  > ${limit}
				"""
			.formatted(metric);
	}

}
