package dev.sightline.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.apache.tomcat.util.threads.ThreadPoolExecutor;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;

/**
 * A real application in this JVM, with Spring Boot's whole chain. Spring Security, Redis,
 * R2DBC, language models and, for heavy tests, Kafka, RabbitMQ and Spring Integration are
 * on the class path of the tests, so they are left out unless a test asks for them: but
 * for the first by a property of theirs. Models alone take a third of the time to start.
 */
public final class TestApp implements AutoCloseable {

	private static final List<String> SECURITY = List.of(
			"security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
			"security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
			"security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
			"security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
			"security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration");

	private static final Map<String, String> BACKENDS = Map.of("spring.data.redis.",
			"data.redis.autoconfigure.DataRedisAutoConfiguration", "spring.r2dbc.",
			"r2dbc.autoconfigure.R2dbcAutoConfiguration", "spring.kafka.", "kafka.autoconfigure.KafkaAutoConfiguration",
			"spring.rabbitmq.", "amqp.autoconfigure.RabbitAutoConfiguration", "spring.integration.",
			"integration.autoconfigure.IntegrationAutoConfiguration");

	private static final List<String> MODELS = ImportCandidates.load(AutoConfiguration.class, null)
		.getCandidates()
		.stream()
		.filter((name) -> name.startsWith("org.springframework.ai."))
		.toList();

	private final ConfigurableApplicationContext context;

	private final int port;

	private TestApp(ConfigurableApplicationContext context, int port) {
		this.context = context;
		this.port = port;
	}

	/**
	 * Start without a web server.
	 */
	public static TestApp plain(Class<?> source, String... properties) {
		return start(WebApplicationType.NONE, source, false, properties);
	}

	/**
	 * Start on Tomcat with Spring MVC.
	 */
	public static TestApp servlet(Class<?> source, String... properties) {
		return start(WebApplicationType.SERVLET, source, false, properties);
	}

	/**
	 * Start on Netty with WebFlux.
	 */
	public static TestApp reactive(Class<?> source, String... properties) {
		return start(WebApplicationType.REACTIVE, source, false, properties);
	}

	/**
	 * Start on Tomcat or on Netty.
	 */
	public static TestApp web(WebApplicationType type, Class<?> source, String... properties) {
		return start(type, source, false, properties);
	}

	/**
	 * Start with Spring Security.
	 */
	public static TestApp secured(WebApplicationType type, Class<?> source, String... properties) {
		return start(type, source, true, properties);
	}

	private static TestApp start(WebApplicationType type, Class<?> source, boolean security, String... properties) {
		int port = ChildApp.freePort();
		List<String> arguments = new ArrayList<>();
		List<String> excluded = new ArrayList<>();
		if (!security) {
			SECURITY.forEach((name) -> excluded.add("org.springframework.boot." + name));
		}
		excluded.add("org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration");
		BACKENDS.forEach((prefix, name) -> {
			if (isNotSet(prefix, properties)) {
				excluded.add("org.springframework.boot." + name);
			}
		});
		if (isNotSet("spring.ai.", properties) && isNotSet("sightline.llm.", properties)) {
			excluded.addAll(MODELS);
			arguments.add("--sightline.llm.enabled=false");
		}
		if (type == WebApplicationType.REACTIVE) {
			excluded
				.add("org.springframework.boot.tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration");
			excluded.add(
					"org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration");
		}
		arguments.add("--spring.autoconfigure.exclude=" + String.join(",", excluded));
		arguments.add("--server.port=" + port);
		arguments.add("--server.address=127.0.0.1");
		for (String property : properties) {
			arguments.add("--" + property);
		}
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(type);
		application.setRegisterShutdownHook(false);
		if (security) {
			application.addInitializers((context) -> ((GenericApplicationContext) context)
				.registerBean(PasswordEncoder.class, TestApp::encoder));
		}
		return new TestApp(application.run(arguments.toArray(String[]::new)), port);
	}

	/**
	 * One that takes no time: Spring Security would hash a password at each login.
	 */
	@SuppressWarnings("deprecation")
	private static PasswordEncoder encoder() {
		PasswordEncoder none = NoOpPasswordEncoder.getInstance();
		DelegatingPasswordEncoder encoder = new DelegatingPasswordEncoder("noop", Map.of("noop", none));
		encoder.setDefaultPasswordEncoderForMatches(none);
		return encoder;
	}

	private static boolean isNotSet(String prefix, String... properties) {
		return Stream.of(properties).noneMatch((property) -> property.startsWith(prefix));
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	public Environment environment() {
		return this.context.getEnvironment();
	}

	public String property(String key) {
		return environment().getProperty(key);
	}

	public int port() {
		return this.port;
	}

	/**
	 * The lines of a scrape that begin so, sorted.
	 */
	public List<String> scrape(String name) {
		return scrape().lines().filter((line) -> line.startsWith(name)).sorted().toList();
	}

	/**
	 * A whole scrape, when Tomcat is done with all requests: a client may have an answer
	 * before it was measured. What goes on for longer is not waited for.
	 */
	public String scrape() {
		if (this.context instanceof ServletWebServerApplicationContext server
				&& server.getWebServer() instanceof TomcatWebServer tomcat
				&& tomcat.getTomcat()
					.getConnector()
					.getProtocolHandler()
					.getExecutor() instanceof ThreadPoolExecutor threads) {
			for (int i = 0; i < 300 && threads.getActiveCount() > 0; i++) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
			}
		}
		return Http.get(url("/actuator/prometheus")).body();
	}

	public String url(String path) {
		return "http://127.0.0.1:" + this.port + path;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
