package dev.sightline.autoconfigure.health.dependency;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLServerSocket;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.NestedExceptionUtils;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.health.HealthCheckAutoConfiguration;
import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.SelfSigned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link DependencyAutoConfiguration} on real sockets.
 */
class DependencyAutoConfigurationTests {

	private static final String TOKEN = "0123456789-a-long-token";

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private HttpServer server;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withBean(ApplicationAvailabilityBean.class)
		.withConfiguration(
				AutoConfigurations.of(SslAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
						HealthCheckAutoConfiguration.class, DependencyAutoConfiguration.class));

	@BeforeEach
	void startServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.executor);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	private void handle(HttpExchange exchange) throws IOException {
		this.requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
				+ exchange.getRequestHeaders().getFirst("X-Api-Key"));
		int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
		exchange.getResponseHeaders().set("Location", "/200");
		exchange.sendResponseHeaders(status, -1);
		exchange.close();
	}

	@AfterEach
	void stopServer() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	@Test
	void shouldCheckWhatIsNamed() throws Exception {
		String http = "http://127.0.0.1:" + this.server.getAddress().getPort();
		int closed = ChildApp.freePort();
		try (TlsServer tls = new TlsServer();
				ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
				TestApp app = TestApp.servlet(App.class, "sightline.health.http.well.url=" + http + "/204?key=canary",
						"sightline.health.http.well.headers.X-Api-Key=canary", "sightline.health.http.well.method=head",
						"sightline.health.http.ill.url=" + http + "/500",
						"sightline.health.http.moved.url=" + http + "/302",
						"sightline.health.http.expected.url=" + http + "/404",
						"sightline.health.http.expected.expected-status=2xx,404",
						"sightline.health.http.silent.url=http://127.0.0.1:" + silent.getLocalPort() + "/",
						"sightline.health.http.silent.timeout=200ms", "sightline.health.tcp.open.host=127.0.0.1",
						"sightline.health.tcp.open.port=" + this.server.getAddress().getPort(),
						"sightline.health.tcp.closed.host=127.0.0.1", "sightline.health.tcp.closed.port=" + closed,
						"sightline.health.certificate.mine.host=127.0.0.1",
						"sightline.health.certificate.mine.port=" + tls.port(), "sightline.health.critical=http/ill",
						"sightline.health.deadlocks.enabled=true", "sightline.health.interval=200ms",
						"sightline.health.detailed.token=" + TOKEN)) {
			await().untilAsserted(() -> {
				JsonNode checks = details(app);
				assertThat(status(checks, "http/well")).isEqualTo("UP");
				assertThat(status(checks, "http/ill")).isEqualTo("DOWN");
				assertThat(status(checks, "http/moved")).isEqualTo("DOWN");
				assertThat(status(checks, "http/expected")).isEqualTo("UP");
				assertThat(status(checks, "http/silent")).isEqualTo("DOWN");
				assertThat(status(checks, "tcp/open")).isEqualTo("UP");
				assertThat(status(checks, "tcp/closed")).isEqualTo("DOWN");
				assertThat(status(checks, "certificate/mine")).isEqualTo("UP");
			});
			assertThat(this.requests).contains("HEAD /204?key=canary canary");
			assertThat(details(app).path("http/ill").path("details").path("status").asInt(0)).isEqualTo(500);
			assertThat(Http.get(app.url("/health/ready")).body()).contains("\"failing\":[\"http/ill\"]");
			assertThat(app.scrape("ssl_certificate_expiry_seconds{")).singleElement()
				.satisfies((line) -> assertThat(line).contains("name=\"mine\"").matches(".* 2[56]\\d{5}\\.0"));
			assertThat(app.scrape("health_status{")).anyMatch((line) -> line.contains("check=\"http/well\""));
			assertThat(app.scrape()).doesNotContain("canary");
			assertThat(details(app).toString()).doesNotContain("canary");
			assertThat(app.scrape("health_status{")).anyMatch((line) -> line.contains("check=\"observed\""));
			assertThat(app.scrape()).doesNotContain("work_of_a_check");
			assertDeadlockEndsLiveness(app);
			app.context().getBean(HealthContributorRegistry.class).unregisterContributor("tcp");
			await().untilAsserted(() -> assertThat(app.scrape("health_")).anyMatch((line) -> line.contains("\"ping\""))
				.noneMatch((line) -> line.contains("\"tcp/")));
		}
	}

	private static void assertDeadlockEndsLiveness(TestApp app) throws Exception {
		assertThat(Http.get(app.url("/health/live")).statusCode()).isEqualTo(200);
		Lock first = new ReentrantLock();
		Lock second = new ReentrantLock();
		CyclicBarrier both = new CyclicBarrier(2);
		Thread one = lock(first, second, both);
		Thread other = lock(second, first, both);
		try {
			await().untilAsserted(() -> assertThat(Http.get(app.url("/health/live")).statusCode()).isEqualTo(503));
		}
		finally {
			one.interrupt();
			other.interrupt();
		}
		await().untilAsserted(() -> assertThat(Http.get(app.url("/health/live")).statusCode()).isEqualTo(200));
	}

	private static Thread lock(Lock first, Lock second, CyclicBarrier both) {
		Thread thread = new Thread(() -> {
			first.lock();
			try {
				both.await();
				second.lockInterruptibly();
				second.unlock();
			}
			catch (InterruptedException | BrokenBarrierException ex) {
				// The test is over.
			}
			finally {
				first.unlock();
			}
		});
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	@Test
	void shouldLetTheUsersContributorWin() {
		this.runner.withPropertyValues("sightline.health.tcp.open.host=localhost", "sightline.health.tcp.open.port=1")
			.withBean("tcpHealthIndicator", HealthIndicator.class, () -> () -> Health.up().build())
			.run((context) -> assertThat(context.getBean(HealthContributorRegistry.class).getContributor("tcp"))
				.isNotInstanceOf(CompositeHealthContributor.class));
	}

	@ParameterizedTest
	@CsvSource({ "http.a.url=ftp://example.org/, sightline.health.http.a.url",
			"http.a.url=https://ada:canary@example.org/, sightline.health.http.a.url",
			"http.a.method=GET, sightline.health.http.a.url",
			"http.a.url=not a canary url, sightline.health.http.a.url", "tcp.a.port=1, sightline.health.tcp.a.host",
			"certificate.a.port=1, sightline.health.certificate.a.host", "interval=0s, sightline.health.interval",
			"timeout=-1s, sightline.health.timeout", "failure-threshold=0, sightline.health.failure-threshold",
			"success-threshold=0, sightline.health.success-threshold", "critical=typo, sightline.health.critical" })
	void shouldRefuseWhatCannotWork(String property, String key) {
		this.runner.withPropertyValues("sightline.health." + property)
			.run((context) -> assertThat(cause(context)).contains(key).doesNotContain("canary"));
	}

	@Test
	void shouldRefuseMoreThatCannotWork() {
		for (String property : List.of("http.a.method=TRACE", "http.a.expected-status=2x", "http.a.expected-status=",
				"http.a.ssl.bundle=absent", "http.a.timeout=0s", "http.a.interval=0s")) {
			this.runner
				.withPropertyValues("sightline.health.http.a.url=https://localhost/", "sightline.health." + property)
				.run((context) -> assertThat(cause(context))
					.contains("sightline.health." + property.substring(0, property.indexOf('='))));
		}
	}

	private static String cause(AssertableApplicationContext context) {
		return NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()).toString();
	}

	private static JsonNode details(TestApp app) {
		return JsonMapper.shared()
			.readTree(Http.get(app.url("/health/detailed"), "Authorization", "Bearer " + TOKEN).body())
			.path("checks");
	}

	private static String status(JsonNode checks, String name) {
		return checks.path(name).path("status").asString("");
	}

	static class App extends HelloApp {

		@Bean
		HealthIndicator observed(ObservationRegistry observations) {
			return () -> Observation.createNotStarted("work.of.a.check", observations)
				.observe(() -> Health.up().build());
		}

	}

	/**
	 * Shows a certificate that nobody signed.
	 */
	private static final class TlsServer implements AutoCloseable {

		private final SSLServerSocket socket;

		TlsServer() throws Exception {
			this.socket = (SSLServerSocket) SelfSigned.context(SelfSigned.store())
				.getServerSocketFactory()
				.createServerSocket(0, 5, InetAddress.getLoopbackAddress());
			Thread thread = new Thread(this::serve, "tls-server");
			thread.setDaemon(true);
			thread.start();
		}

		private void serve() {
			while (!this.socket.isClosed()) {
				try (var connection = this.socket.accept()) {
					connection.getInputStream().read();
				}
				catch (IOException ex) {
					// The client has seen what it wants.
				}
			}
		}

		int port() {
			return this.socket.getLocalPort();
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
