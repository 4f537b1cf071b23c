package dev.sightline.benchmark.micro;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.jdbc.datasource.JdbcTelemetry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A query by primary key on H2 through HikariCP, within an observation that stands for a
 * request. All have the same application around them, so that the difference to
 * {@code bare} is what the observation of the query costs.
 */
public class QueryBenchmark extends MicroBenchmark {

	/**
	 * Who observes the query. {@code bare} is nobody; {@code add-on} is
	 * datasource-micrometer, with fewer kinds of observations, and then with cheaper
	 * proxies too.
	 */
	@Param({ "bare", "sightline", "opentelemetry", "add-on", "add-on-query", "add-on-query-proxy" })
	public String owner;

	/**
	 * The share of the requests that is sampled.
	 */
	@Param({ "0", "1" })
	public String sampling;

	private ConfigurableApplicationContext context;

	private ObservationRegistry observations;

	private DataSource dataSource;

	@Setup
	public void start() {
		boolean addOn = this.owner.startsWith("add-on");
		SpringApplicationBuilder application = new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE);
		if (!addOn) {
			application.resourceLoader(new DefaultResourceLoader(new WithoutAddOn()));
		}
		this.context = application.run("--logging.level.root=warn", "--spring.datasource.url=jdbc:h2:mem:benchmark",
				addOn ? "--jdbc.includes=" + ("add-on".equals(this.owner) ? "connection,query,fetch,keys" : "query")
						: WITHOUT_ADD_ON,
				"--jdbc.datasource-proxy.type=" + (this.owner.endsWith("proxy") ? "proxy" : "spring-proxy"),
				"--sightline.jdbc.enabled=" + "sightline".equals(this.owner),
				"--management.tracing.sampling.probability=" + this.sampling);
		this.observations = this.context.getBean(ObservationRegistry.class);
		this.dataSource = this.context.getBean(DataSource.class);
		if ("opentelemetry".equals(this.owner)) {
			this.dataSource = JdbcTelemetry.create(this.context.getBean(OpenTelemetry.class)).wrap(this.dataSource);
		}
		JdbcTemplate template = new JdbcTemplate(this.dataSource);
		template.execute("create table item (id bigint primary key, name varchar(100))");
		template.update("insert into item values (1, 'one')");
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

	@Benchmark
	public String query() throws SQLException {
		Observation request = Observation.start("request", this.observations);
		try (Observation.Scope scope = request.openScope()) {
			return name(1);
		}
		finally {
			request.stop();
		}
	}

	private String name(long id) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement("select name from item where id = ?")) {
			statement.setLong(1, id);
			try (ResultSet result = statement.executeQuery()) {
				result.next();
				return result.getString(1);
			}
		}
	}

	/**
	 * Sightline stands aside for the add-on as soon as it is there.
	 */
	private static final class WithoutAddOn extends ClassLoader {

		WithoutAddOn() {
			super(QueryBenchmark.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith(ADD_ON)) {
				throw new ClassNotFoundException(name);
			}
			return super.loadClass(name, resolve);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
