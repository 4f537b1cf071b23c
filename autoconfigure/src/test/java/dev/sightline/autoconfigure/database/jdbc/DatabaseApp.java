package dev.sightline.autoconfigure.database.jdbc;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with two databases, H2 and PostgreSQL, and the same requests for each.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class DatabaseApp {

	static final String SECRET = "canary-4711";

	private final Map<String, HikariDataSource> dataSources;

	DatabaseApp(Map<String, HikariDataSource> dataSources) {
		this.dataSources = dataSources;
	}

	@Configuration(proxyBeanMethods = false)
	static class DataSources {

		@Bean
		@Primary
		HikariDataSource dataSource() {
			return DataSourceBuilder.create()
				.type(HikariDataSource.class)
				.url("jdbc:h2:mem:" + DatabaseApp.class.getSimpleName() + ";DB_CLOSE_DELAY=-1")
				.build();
		}

		@Bean
		HikariDataSource reportsDataSource(Environment environment) {
			HikariDataSource dataSource = DataSourceBuilder.create()
				.type(HikariDataSource.class)
				.url(environment.getProperty("postgres"))
				.build();
			dataSource.setMaximumPoolSize(5);
			// Less than a client of a test waits for its answer.
			dataSource.setConnectionTimeout(10_000);
			return dataSource;
		}

		/**
		 * A pool with one connection, for those who wait for it.
		 */
		@Bean
		HikariDataSource smallDataSource() {
			HikariDataSource dataSource = DataSourceBuilder.create()
				.type(HikariDataSource.class)
				.url("jdbc:h2:mem:" + DatabaseApp.class.getSimpleName() + ";DB_CLOSE_DELAY=-1")
				.build();
			dataSource.setMaximumPoolSize(1);
			dataSource.setConnectionTimeout(10_000);
			return dataSource;
		}

	}

	private DataSource dataSource(String name) {
		return this.dataSources.get(name);
	}

	private JdbcTemplate jdbc(String name) {
		return new JdbcTemplate(dataSource(name));
	}

	/**
	 * Fresh tables, made by no statement that a test counts.
	 */
	void prepare() {
		for (String name : List.of("dataSource", "reportsDataSource")) {
			JdbcTemplate jdbc = jdbc(name);
			jdbc.execute("DROP TABLE IF EXISTS tickets");
			jdbc.execute("DROP TABLE IF EXISTS notes");
			jdbc.execute("CREATE TABLE tickets (id INT PRIMARY KEY, subject VARCHAR(100), photo "
					+ (name.equals("dataSource") ? "VARBINARY" : "BYTEA") + ")");
			jdbc.execute("CREATE TABLE notes (id INT PRIMARY KEY, ticket INT)");
		}
		jdbc("reportsDataSource").execute(
				"CREATE OR REPLACE PROCEDURE close_ticket(ticket INT) LANGUAGE SQL AS 'DELETE FROM tickets WHERE id = ticket'");
		jdbc("dataSource").execute("CREATE ALIAS IF NOT EXISTS close_ticket AS 'int close(int i) { return i; }'");
		jdbc("dataSource").execute("CREATE ALIAS IF NOT EXISTS sleep FOR 'java.lang.Thread.sleep(long)'");
	}

	/**
	 * 3 INSERT, 2 SELECT and 1 UPDATE on tickets, a batch of INSERT and a join on notes,
	 * 1 DELETE without any table that exists, and a call.
	 */
	@GetMapping("/known/{name}")
	String known(@PathVariable String name) throws SQLException {
		JdbcTemplate jdbc = jdbc(name);
		jdbc.update("DELETE FROM tickets");
		jdbc.update("DELETE FROM notes");
		jdbc.update("INSERT INTO tickets (id, subject) VALUES (1, '" + SECRET + "')");
		jdbc.update("INSERT INTO tickets (id, subject, photo) VALUES (?, ?, ?)", 2, SECRET, new byte[] { 1, 0, 2 });
		jdbc.update("INSERT INTO tickets (id, subject) VALUES (?, ?)", 3, null);
		jdbc.queryForList("SELECT * FROM tickets WHERE subject = ?", SECRET);
		try (Connection connection = dataSource(name).getConnection();
				PreparedStatement statement = connection
					.prepareStatement("select subject from tickets /* " + SECRET + " */ where id = ?")) {
			statement.setInt(1, 1);
			statement.executeQuery().close();
		}
		jdbc.update("update tickets set subject = '" + SECRET + "' where id = ?", 3);
		jdbc.batchUpdate("INSERT INTO notes (id, ticket) VALUES (?, ?)",
				List.of(new Object[] { 1, 1 }, new Object[] { 2, 1 }, new Object[] { 3, 2 }));
		jdbc.queryForList("SELECT n.id FROM notes n JOIN tickets t ON t.id = n.ticket");
		try (Connection connection = dataSource(name).getConnection();
				CallableStatement call = connection
					.prepareCall(name.equals("dataSource") ? "{call close_ticket(?)}" : "call close_ticket(?)")) {
			call.setInt(1, 9);
			call.execute();
		}
		return "known";
	}

	@GetMapping("/fail/{name}")
	String fail(@PathVariable String name) {
		try {
			jdbc(name).update("INSERT INTO tickets (id, subject) VALUES (7, '" + SECRET + "'), (7, '" + SECRET + "')");
		}
		catch (DataAccessException ex) {
			return "failed";
		}
		return "not failed";
	}

	@GetMapping("/slow/{name}")
	String slow(@PathVariable String name) {
		jdbc(name).queryForList(name.equals("dataSource") ? "SELECT sleep(150), '" + SECRET + "'"
				: "SELECT pg_sleep(0.15), '" + SECRET + "'");
		return "slow";
	}

	@GetMapping("/notes/{times}")
	String notes(@PathVariable int times) {
		for (int i = 0; i < times; i++) {
			jdbc("dataSource").queryForList("SELECT * FROM notes WHERE ticket = " + i);
		}
		jdbc("dataSource").queryForList("SELECT * FROM tickets");
		return "notes";
	}

	@GetMapping("/transactions")
	String transactions() {
		TransactionTemplate transaction = new TransactionTemplate(
				new DataSourceTransactionManager(dataSource("reportsDataSource")));
		JdbcTemplate jdbc = jdbc("reportsDataSource");
		transaction.executeWithoutResult((status) -> jdbc.queryForList("SELECT * FROM notes"));
		transaction.executeWithoutResult((status) -> {
			jdbc.update("DELETE FROM notes");
			status.setRollbackOnly();
		});
		transaction.executeWithoutResult((status) -> {
		});
		return "transactions";
	}

	@GetMapping("/timeout")
	String timeout() throws SQLException {
		try (Connection connection = dataSource("reportsDataSource").getConnection();
				Statement statement = connection.createStatement()) {
			statement.setQueryTimeout(1);
			statement.execute("SELECT pg_sleep(20)");
		}
		catch (SQLException ex) {
			return ex.getSQLState();
		}
		return "no timeout";
	}

	@GetMapping("/wait")
	String await() throws SQLException {
		try (Connection connection = dataSource("smallDataSource").getConnection()) {
			return connection.isValid(1) ? "valid" : "invalid";
		}
	}

	Connection onlyConnection() throws SQLException {
		return dataSource("smallDataSource").getConnection();
	}

}
