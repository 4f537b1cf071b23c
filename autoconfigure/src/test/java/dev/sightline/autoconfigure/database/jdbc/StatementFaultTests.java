package dev.sightline.autoconfigure.database.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.database.DatabaseTags;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Statements that are odd, or many, or in the hands of a handler that fails.
 */
class StatementFaultTests {

	private static TestApp app;

	private static TestApp watched;

	private static Watcher watcher;

	@BeforeAll
	static void start() {
		app = TestApp.servlet(App.class, "spring.datasource.url=jdbc:h2:mem:odd",
				"spring.datasource.hikari.maximum-pool-size=20");
		watched = TestApp.servlet(WatchedApp.class, "spring.datasource.url=jdbc:h2:mem:watched");
		watcher = watched.context().getBean(Watcher.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		watched.close();
	}

	@AfterEach
	void calm() {
		watcher.throwing.set(false);
	}

	@Test
	void shouldStayBoundedWhateverIsRun() throws SQLException {
		try (Connection connection = connection(app); Statement statement = connection.createStatement()) {
			for (int i = 0; i < 100_000; i++) {
				statement.executeQuery("SELECT " + i + " AS c" + i).close();
			}
			for (int i = 0; i < 1000; i++) {
				try {
					statement.execute("DELETE FROM nowhere" + i);
				}
				catch (SQLException ex) {
					// There is no such table.
				}
			}
		}
		assertThat(app.scrape("db_client_operation_duration_seconds_count")).hasSizeLessThan(250)
			.anySatisfy((line) -> assertThat(line).contains("db_collection_name=\"_other\""));
	}

	@Test
	void shouldRunAStatementOfTwoMegabytes() throws SQLException {
		String text = "x".repeat(2_000_000);
		try (Connection connection = connection(app);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT '" + text + "'")) {
			rows.next();
			assertThat(rows.getString(1)).isEqualTo(text);
		}
	}

	@Test
	void shouldServeManyThreadsOnOneConnection() throws Exception {
		double before = selects(app);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try (Connection connection = connection(app);
				PreparedStatement prepared = connection.prepareStatement("SELECT 1")) {
			connection.setAutoCommit(false);
			Callable<Integer> task = () -> {
				for (int i = 0; i < 100; i++) {
					try (Statement statement = connection.createStatement()) {
						statement.executeQuery("SELECT 1").close();
					}
				}
				return 100;
			};
			List<Future<Integer>> results = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				results.add(threads.submit(task));
			}
			for (Future<Integer> result : results) {
				assertThat(result.get()).isEqualTo(100);
			}
			for (int i = 0; i < 5; i++) {
				prepared.executeQuery().close();
			}
			connection.commit();
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(selects(app)).isEqualTo(before + 805);
	}

	@Test
	void shouldShowEachStatementToAHandlerOfTheUser() throws SQLException {
		int before = watcher.seen.get();
		double counted = selects(watched);
		select(watched);
		assertThat(watcher.seen).hasValue(before + 1);
		assertThat(selects(watched)).isEqualTo(counted + 1);
	}

	@Test
	void shouldRunAStatementWhenAHandlerThrows() throws SQLException {
		watcher.throwing.set(true);
		assertThat(select(watched)).isEqualTo(1);
	}

	private static int select(TestApp app) throws SQLException {
		try (Connection connection = connection(app);
				PreparedStatement statement = connection.prepareStatement("SELECT 1");
				ResultSet rows = statement.executeQuery()) {
			rows.next();
			return rows.getInt(1);
		}
	}

	private static Connection connection(TestApp app) throws SQLException {
		return app.context().getBean(DataSource.class).getConnection();
	}

	private static double selects(TestApp app) {
		return app.scrape("db_client_operation_duration_seconds_count{")
			.stream()
			.filter((line) -> line.contains("db_operation_name=\"SELECT\"") && line.contains("outcome=\"success\""))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WatchedApp {

		@Bean
		Watcher watcher() {
			return new Watcher();
		}

	}

	/**
	 * A handler of a user, which counts statements or throws.
	 */
	static class Watcher implements ObservationHandler<Observation.Context> {

		private final AtomicInteger seen = new AtomicInteger();

		private final AtomicBoolean throwing = new AtomicBoolean();

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onStart(Observation.Context context) {
			if (DatabaseTags.DURATION.equals(context.getName())) {
				this.seen.incrementAndGet();
				if (this.throwing.get()) {
					throw new IllegalStateException("This handler fails");
				}
			}
		}

		@Override
		public void onStop(Observation.Context context) {
			if (this.throwing.get()) {
				throw new IllegalStateException("This handler fails");
			}
		}

	}

}
