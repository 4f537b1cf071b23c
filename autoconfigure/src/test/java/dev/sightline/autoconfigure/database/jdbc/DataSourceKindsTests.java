package dev.sightline.autoconfigure.database.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import dev.sightline.autoconfigure.TestApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A statement is counted once, whatever kind of data source it comes by, and each data
 * source stays what it is.
 */
class DataSourceKindsTests {

	private static final String URL = "jdbc:h2:mem:kinds;DB_CLOSE_DELAY=-1";

	private static TestApp app;

	@BeforeAll
	static void start() {
		app = TestApp.servlet(KindsApp.class);
	}

	@AfterAll
	static void stop() {
		app.close();
	}

	@ParameterizedTest
	@CsvSource({ "pool,pool,h2database", "started,started,h2database", "embedded,embedded,h2database",
			"simple,simple,h2database", "routing,pool,h2database", "inlineRouting,inlineRouting,h2database",
			"emptyRouting,emptyRouting,h2database", "aroundBean,simple,h2database", "single,single,h2database",
			"foreignRouting,foreignRouting,h2database", "lazy,pool,h2database", "inlineLazy,inlineLazy,h2database",
			"own,pool,h2database", "metered,metered,h2database", "className,className,h2database",
			"mysql,mysql,h2database", "scoped,scoped,h2database", "mute,mute,other_sql" })
	void shouldCountAStatementOnce(String bean, String pool, String system) throws SQLException {
		double before = count("");
		double own = count("{db_client_connection_pool_name=\"" + pool + "\"");
		try (Connection connection = app.context().getBean(bean, DataSource.class).getConnection();
				Statement statement = connection.createStatement()) {
			statement.executeQuery("SELECT 1").close();
			assertThat(statement.getConnection().unwrap(JdbcConnection.class)).isNotNull();
			assertThat(connection.isWrapperFor(JdbcConnection.class)).isTrue();
		}
		assertThat(count("")).isEqualTo(before + 1);
		assertThat(count("{db_client_connection_pool_name=\"" + pool + "\"")).isEqualTo(own + 1);
		assertThat(app.scrape("db_client_operation_duration_seconds_count{db_client_connection_pool_name=\"" + pool))
			.allSatisfy((line) -> assertThat(line).contains("db_system_name=\"" + system + "\""));
	}

	@Test
	void shouldLeaveEachDataSourceWhatItIs() throws SQLException {
		HikariDataSource pool = app.context().getBean("pool", HikariDataSource.class);
		assertThat(pool).isExactlyInstanceOf(HikariDataSource.class);
		pool.getConnection().close();
		assertThat(pool.isWrapperFor(DriverDataSource.class)).isTrue();
		assertThat(pool.unwrap(DriverDataSource.class)).isNotNull();
		assertThat(app.context().getBean("started", HikariDataSource.class).getMaximumPoolSize()).isEqualTo(3);
		assertThat(app.context().getBean("started", DataSource.class).unwrap(HikariDataSource.class)).isNotNull();
		assertThat(app.context().getBean("embedded")).isInstanceOf(EmbeddedDatabase.class);
		assertThat(app.context().getBean("simple", SimpleDriverDataSource.class).getUrl()).isEqualTo(URL);
		assertThat(app.scrape("hikaricp_connections_acquire_seconds_count"))
			.anySatisfy((line) -> assertThat(line).contains("pool=\"Pool\"").doesNotEndWith(" 0"));
		assertThat(app.scrape("jdbc_connections_max"))
			.anySatisfy((line) -> assertThat(line).contains("name=\"started\""));
	}

	@Test
	void shouldLeaveAPoolWhatItsUserSetForIt() throws SQLException {
		HikariDataSource metered = app.context().getBean("metered", HikariDataSource.class);
		assertThat(metered.getMetricRegistry()).isInstanceOf(SimpleMeterRegistry.class);
		// HikariCP looks at the name of this class.
		assertThat(app.context().getBean("mysql", HikariDataSource.class).getDataSource())
			.isInstanceOf(MysqlDataSource.class);
		try (Connection connection = app.context().getBean("className", DataSource.class).getConnection()) {
			assertThat(connection.getMetaData().getURL()).isEqualTo("jdbc:h2:mem:kinds");
		}
	}

	@Test
	void shouldKeepTheOnlyConnection() {
		JdbcTemplate jdbc = new JdbcTemplate(app.context().getBean("single", SingleConnectionDataSource.class));
		for (int i = 0; i < 2; i++) {
			assertThat(jdbc.queryForObject("SELECT 1", Integer.class)).isEqualTo(1);
		}
	}

	@Test
	void shouldInjectAHiddenClassByItself() {
		assertThat(app.context().getBean(TenantDataSource.class)).isNotNull();
	}

	private static double count(String tags) {
		return app.scrape("db_client_operation_duration_seconds_count" + tags)
			.stream()
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class KindsApp {

		@Bean
		static CustomScopeConfigurer threadScope() {
			CustomScopeConfigurer configurer = new CustomScopeConfigurer();
			configurer.addScope("thread", new SimpleThreadScope());
			return configurer;
		}

		private static HikariDataSource hikari() {
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setJdbcUrl(URL);
			return dataSource;
		}

		@Bean
		HikariDataSource pool() {
			HikariDataSource pool = hikari();
			pool.setPoolName("Pool");
			return pool;
		}

		@Bean
		HikariDataSource started() {
			HikariConfig config = new HikariConfig();
			config.setJdbcUrl(URL);
			config.setMaximumPoolSize(3);
			return new HikariDataSource(config);
		}

		@Bean
		HikariDataSource metered() {
			return hikari();
		}

		/**
		 * After the data source is a bean, as some applications do it.
		 */
		@Bean
		InitializingBean ownPoolMetrics(@Qualifier("metered") HikariDataSource metered) {
			return () -> metered.setMetricRegistry(new SimpleMeterRegistry());
		}

		/**
		 * HikariCP ignores the URL then.
		 */
		@Bean
		HikariDataSource className() {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl("jdbc:h2:mem:ignored");
			pool.setDataSourceClassName("org.h2.jdbcx.JdbcDataSource");
			pool.addDataSourceProperty("url", URL);
			return pool;
		}

		@Bean
		HikariDataSource mysql() {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSource(new MysqlDataSource(new SimpleDriverDataSource(new org.h2.Driver(), URL)));
			return pool;
		}

		@Bean
		EmbeddedDatabase embedded() {
			return new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).setName("embedded").build();
		}

		@Bean
		SimpleDriverDataSource simple() {
			return new SimpleDriverDataSource(new org.h2.Driver(), URL);
		}

		@Bean
		DataSource routing(@Qualifier("pool") DataSource pool) {
			return routing("a", pool);
		}

		@Bean
		DataSource inlineRouting() {
			return routing("a", hikari());
		}

		@Bean
		DataSource foreignRouting() {
			return routing("a", new SimpleDriverDataSource(new org.h2.Driver(), URL));
		}

		private static DataSource routing(String key, DataSource target) {
			AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {

				@Override
				protected Object determineCurrentLookupKey() {
					return key;
				}

			};
			routing.setTargetDataSources(Map.of(key, target));
			return routing;
		}

		@Bean
		DataSource emptyRouting() {
			return new TenantDataSource();
		}

		/**
		 * A pool around a source that is observed itself.
		 */
		@Bean
		HikariDataSource aroundBean(SimpleDriverDataSource simple) {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSource(simple);
			return pool;
		}

		@Bean
		SingleConnectionDataSource single() {
			return new SingleConnectionDataSource(URL, false);
		}

		@Bean
		DataSource lazy(@Qualifier("pool") DataSource pool) {
			return new LazyConnectionDataSourceProxy(pool);
		}

		@Bean
		DataSource inlineLazy() {
			return new LazyConnectionDataSourceProxy(hikari());
		}

		@Bean
		DataSource own(@Qualifier("pool") DataSource pool) {
			return new OwnDataSource(pool);
		}

		@Bean
		@Scope(value = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		HikariDataSource scoped() {
			return hikari();
		}

		@Bean
		DataSource mute() {
			return new MuteDataSource(new SimpleDriverDataSource(new org.h2.Driver(), URL));
		}

	}

	/**
	 * A router that finds its targets itself.
	 */
	static class TenantDataSource extends AbstractRoutingDataSource {

		private final DataSource tenant = new SimpleDriverDataSource(new org.h2.Driver(), URL);

		TenantDataSource() {
			setTargetDataSources(Map.of());
		}

		@Override
		protected DataSource determineTargetDataSource() {
			return this.tenant;
		}

		@Override
		protected Object determineCurrentLookupKey() {
			return "tenant";
		}

	}

	/**
	 * A wrapper that a user wrote.
	 */
	private static class OwnDataSource extends AbstractDataSource {

		private final DataSource target;

		OwnDataSource(DataSource target) {
			this.target = target;
		}

		@Override
		public Connection getConnection() throws SQLException {
			return this.target.getConnection();
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return this.target.getConnection(username, password);
		}

	}

	/**
	 * As the driver of MySQL calls its own.
	 */
	private static final class MysqlDataSource extends OwnDataSource {

		MysqlDataSource(DataSource target) {
			super(target);
		}

	}

	/**
	 * A data source whose driver does not tell what it is.
	 */
	private static final class MuteDataSource extends OwnDataSource {

		MuteDataSource(DataSource target) {
			super(target);
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> {
						if (method.getName().equals("getMetaData")) {
							throw new SQLFeatureNotSupportedException("This driver does not tell");
						}
						try {
							return method.invoke(connection, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getTargetException();
						}
					});
		}

	}

}
