package dev.sightline.autoconfigure.dashboard;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * The dashboard of statements, transactions and connection pools.
 */
final class DatabaseDashboard {

	private static final String PAGE = "reference/database.md#metrics";

	private static final List<Signal> SQL = List.of(Signal.JDBC, Signal.R2DBC);

	private static final String SQL_ONLY = "{@,db_system_name!='redis'}";

	private static final String SECONDS = "db_client_operation_duration_seconds";

	static final Dashboard DASHBOARD = Dashboard.of("database", "Sightline / Database",
			"Statements, transactions and connections, as the application sees them, and PostgreSQL itself.", List.of(),
			statements(), transactions(), pools(), reactivePools(), postgres());

	private DatabaseDashboard() {
	}

	private static Row statements() {
		return Row.of("Statements", PAGE, SQL, Panel
			.graph("Checks of the database", "none", "Whether each instance reaches it: 1 if it does.")
			.query("min by (instance, check) (health_status{@,check=~'(db|r2dbc)(/.+)?'})", "{{instance}} {{check}}")
			.share()
			.of(Signal.HEALTH)
			.alerts("database", "DatabaseDown"),
				Panel.graph("Query rate", "ops", "Statements a second, by what they do.")
					.rate(SECONDS + "_count", SQL_ONLY, "db_system_name, db_operation_name"),
				Panel.graph("Query duration", "s", "Half, 95 and 99 of 100 statements are faster than this.")
					.quantiles(SECONDS, SQL_ONLY),
				Panel.graph("Failed queries", "ops", "Statements a second that failed or were cut off, by exception.")
					.rate(SECONDS + "_count", "{@,db_system_name!='redis',outcome!='success'}",
							"db_collection_name, outcome, error")
					.alerts("database", "DatabaseErrors"),
				Panel.bars("Slowest tables", "s", "95 of 100 statements on the table are faster than this.")
					.query("topk(10, histogram_quantile(0.95, sum by (db_collection_name, db_operation_name, le) (rate("
							+ SECONDS + "_bucket" + SQL_ONLY + "[$__range]))))",
							"{{db_operation_name}} {{db_collection_name}}"),
				Panel.bars("Most time", "percentunit", "Which statements the application waits for, in connections.")
					.query("topk(10, sum by (db_collection_name, db_operation_name) (rate(" + SECONDS + "_sum"
							+ SQL_ONLY + "[$__range])))", "{{db_operation_name}} {{db_collection_name}}"),
				Panel.graph("Slow queries", "ops", "Statements that took longer than sightline.jdbc.slow-threshold.")
					.rate("jdbc_statements_slow_total", "{@}", "db_operation_name, db_collection_name")
					.page("reference/database.md#slow-queries")
					.of(Signal.JDBC)
					.alerts("database", "SlowQueries"),
				Panel
					.graph("Slow reactive queries", "ops",
							"Statements of R2DBC that took longer than sightline.r2dbc.slow-threshold.")
					.rate("r2dbc_statements_slow_total", "{@}", "db_operation_name, db_collection_name")
					.page("reference/r2dbc.md")
					.of(Signal.R2DBC)
					.alerts("database", "SlowReactiveQueries"),
				Panel.graph("Repeated queries", "reqps",
						"Requests a second that ran one statement more often than sightline.jdbc.repeated-threshold.")
					.rate("jdbc_statements_repeated_total", "{@}", "uri, db_collection_name")
					.page("reference/database.md#repeated-queries")
					.of(Signal.JDBC)
					.alerts("database", "RepeatedQueries"),
				Panel.graph("Statements in a request", "none", "How many statements a request runs, on average.")
					.mean("jdbc_statements_per_request", "{@}", "uri")
					.of(Signal.JDBC));
	}

	private static Row transactions() {
		return Row.of("Transactions", "reference/database.md#transactions", List.of(Signal.JDBC),
				Panel.graph("Transactions", "ops", "Transactions a second, by how they ended.")
					.rate("jdbc_transactions_seconds_count", "{@}", "outcome"),
				Panel
					.graph("Duration of transactions", "s",
							"Half, 95 and 99 of 100 transactions are shorter than this.")
					.quantiles("jdbc_transactions_seconds", "{@}"));
	}

	private static Row pools() {
		return Row.of("Connection pools", PAGE, List.of(Signal.JDBC),
				Panel.graph("Active connections", "none", "Connections that are in use, and how many there may be.")
					.query("sum by (instance, name) (jdbc_connections_active{@})", "{{instance}} {{name}} active")
					.query("sum by (instance, name) (jdbc_connections_max{@} > 0)", "{{instance}} {{name}} limit")
					.alerts("database", "ConnectionPoolExhausted"),
				Panel.graph("Idle connections", "none", "Connections that wait for work.")
					.gauge("jdbc_connections_idle", "{@}", "instance, name"),
				Panel.graph("Waiting for a connection", "none", "Threads that wait, since the pool is exhausted.")
					.gauge("hikaricp_connections_pending", "{@}", "instance, pool")
					.alerts("database", "ConnectionPoolExhausted", "ConnectionTimeouts"),
				Panel.graph("Time to get a connection", "s", "How long it takes to get a connection of HikariCP.")
					.query("sum by (pool) (rate(hikaricp_connections_acquire_seconds_sum{@}[@])) "
							+ "/ sum by (pool) (rate(hikaricp_connections_acquire_seconds_count{@}[@]))",
							"{{pool}} mean")
					.query("max by (pool) (hikaricp_connections_acquire_seconds_max{@})", "{{pool}} longest"),
				Panel
					.graph("Time a connection is held", "s", "How long the application keeps a connection of HikariCP.")
					.mean("hikaricp_connections_usage_seconds", "{@}", "pool"),
				Panel.graph("Slow waits and timeouts", "ops", "Waits that were slow, and those that were given up.")
					.query("sum by (db_client_connection_pool_name) (rate(jdbc_connections_slow_total{@}[@]))",
							"{{db_client_connection_pool_name}} slow")
					.query("sum by (pool) (rate(hikaricp_connections_timeout_total{@}[@]))", "{{pool}} given up")
					.alerts("database", "ConnectionTimeouts"));
	}

	private static Row reactivePools() {
		return Row.of("Connection pools of R2DBC", "reference/r2dbc.md", List.of(Signal.R2DBC), Panel
			.graph("Connections of R2DBC", "none", "Connections in use and idle, and how many there may be.")
			.query("sum by (instance, name) (r2dbc_pool_acquired_connections{@})", "{{instance}} {{name}} active")
			.query("sum by (instance, name) (r2dbc_pool_idle_connections{@})", "{{instance}} {{name}} idle")
			.query("sum by (instance, name) (r2dbc_pool_max_allocated_connections{@})", "{{instance}} {{name}} limit")
			.alerts("database", "R2dbcPoolExhausted"),
				Panel.graph("Waiting for a connection of R2DBC", "none", "Subscribers that wait for a connection.")
					.gauge("r2dbc_pool_pending_connections", "{@}", "instance, name")
					.alerts("database", "R2dbcPoolExhausted"));
	}

	private static Row postgres() {
		return Row.of("PostgreSQL, by its exporter", PAGE, SQL,
				Panel.graph("PostgreSQL is up", "none", "Whether the exporter reaches the server.")
					.query("pg_up", "{{instance}}")
					.share()
					.alerts("postgres-server", "PostgreSQLDown"),
				Panel.graph("Connections of the server", "none", "Connections by database, and how many there may be.")
					.query("sum by (instance, datname) (pg_stat_database_numbackends{datname!~'|template.*'})",
							"{{instance}} {{datname}}")
					.query("max by (instance) (pg_settings_max_connections)", "{{instance}} limit")
					.alerts("postgres-server", "PostgreSQLTooManyConnections"),
				Panel.graph("Cache hit ratio of the server", "percentunit", "Blocks that were read from memory.")
					.query("sum by (instance, datname) (rate(pg_stat_database_blks_hit{datname!~'|template.*'}[@])) "
							+ "/ (sum by (instance, datname) (rate(pg_stat_database_blks_hit{datname!~'|template.*'}[@])) "
							+ "+ sum by (instance, datname) (rate(pg_stat_database_blks_read{datname!~'|template.*'}[@])))",
							"{{instance}} {{datname}}")
					.share()
					.alerts("postgres-server", "PostgreSQLLowCacheHitRatio"),
				Panel.graph("Rows of the server", "ops", "Rows that were fetched and written in a second.")
					.query("sum by (datname) (rate(pg_stat_database_tup_fetched{datname!~'|template.*'}[@]))",
							"{{datname}} fetched")
					.query("sum by (datname) (rate(pg_stat_database_tup_inserted{datname!~'|template.*'}[@]))",
							"{{datname}} inserted")
					.query("sum by (datname) (rate(pg_stat_database_tup_updated{datname!~'|template.*'}[@]))",
							"{{datname}} updated"),
				Panel.graph("Transactions of the server", "ops", "Transactions that were committed and rolled back.")
					.query("sum by (datname) (rate(pg_stat_database_xact_commit{datname!~'|template.*'}[@]))",
							"{{datname}} committed")
					.query("sum by (datname) (rate(pg_stat_database_xact_rollback{datname!~'|template.*'}[@]))",
							"{{datname}} rolled back"),
				Panel.graph("Deadlocks and conflicts", "ops", "Statements that were given up for each other.")
					.query("sum by (datname) (rate(pg_stat_database_deadlocks{datname!~'|template.*'}[@]))",
							"{{datname}} deadlocks")
					.query("sum by (datname) (rate(pg_stat_database_conflicts{datname!~'|template.*'}[@]))",
							"{{datname}} conflicts")
					.alerts("postgres-server", "PostgreSQLDeadlocks"),
				Panel.graph("Longest transaction of the server", "s", "How long the oldest transaction has been open.")
					.query("max by (instance, datname, state) (pg_stat_activity_max_tx_duration)",
							"{{datname}} {{state}}")
					.alerts("postgres-server", "PostgreSQLSlowQueries"),
				Panel.graph("Replication lag", "s", "How far a replica is behind. 0 on a server that is no replica.")
					.query("pg_replication_lag_seconds or pg_replication_lag", "{{instance}}")
					.alerts("postgres-server", "PostgreSQLReplicationLag"),
				Panel.graph("Size of databases", "bytes", "Bytes on disk.")
					.query("sum by (datname) (pg_database_size_bytes{datname!~'template.*'})", "{{datname}}"));
	}

}
