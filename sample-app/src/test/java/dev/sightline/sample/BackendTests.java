package dev.sightline.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.embedded.RedisServer;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.sightline.testing.Http;
import dev.sightline.testing.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * The sample on a real PostgreSQL and a real Redis, by profile.
 */
@ExtendWith(OutputCaptureExtension.class)
class BackendTests {

	private static Helpdesk helpdesk;

	@BeforeAll
	static void startWithServers() {
		assumeThat(System.getProperty("os.arch")).as("both servers come built for this processor only")
			.isIn("amd64", "x86_64");
		helpdesk = new Helpdesk("--spring.profiles.active=postgres,redis", "--sightline.health.interval=300ms",
				"--sightline.health.timeout=2s");
	}

	@AfterAll
	static void shouldStopTheServersToo() {
		if (helpdesk != null) {
			int postgres = postgres();
			int redis = redis();
			helpdesk.close();
			assertThat(isListening(postgres)).as("PostgreSQL").isFalse();
			assertThat(isListening(redis)).as("Redis").isFalse();
		}
	}

	@Test
	void shouldKeepTicketsInPostgres() {
		assertThat(Http
			.send("POST", helpdesk.url("/api/tickets"), "{\"subject\":\"Paper jam\",\"customer\":\"Ada\"}",
					"Content-Type", "application/json")
			.statusCode()).isEqualTo(201);
		assertThat(Http.get(helpdesk.url("/api/tickets")).body()).contains("Paper jam", "It does not print");
		await().untilAsserted(() -> assertThat(scrape(helpdesk)).contains("hikaricp_connections_active")
			.containsPattern("db_client_operation_duration_seconds_count\\{[^}]*db_collection_name=\"tickets\","
					+ "db_operation_name=\"INSERT\",db_system_name=\"postgresql\",[^}]*} [1-9]"));
	}

	@Test
	void shouldTellOfRepeatedAndOfSlowStatements() {
		assertThat(Http.get(helpdesk.url("/api/reports/customers")).statusCode()).isEqualTo(200);
		assertThat(Http.get(helpdesk.url("/api/reports/slow")).body()).startsWith("{\"tickets\":");
		await().untilAsserted(() -> assertThat(scrape(helpdesk))
			.containsPattern("jdbc_statements_repeated_total\\{[^}]*uri=\"/api/reports/customers\"} [1-9]")
			.containsPattern("jdbc_statements_slow_total\\{[^}]*db_collection_name=\"tickets\",[^}]*} [1-9]"));
	}

	@Test
	void shouldCacheArticlesInRedis() throws Exception {
		Http.get(helpdesk.url("/api/articles/1"));
		assertThat(Http.get(helpdesk.url("/api/articles/1")).body()).contains("How to print");
		await().untilAsserted(() -> assertThat(scrape(helpdesk))
			.containsPattern("cache_gets_total\\{[^}]*name=\"articles\",result=\"hit\"[^}]*} [1-9]"));
		assertThat(Http.get(helpdesk.url("/health")).statusCode()).isEqualTo(200);
		RedisServer redis = helpdesk.bean(RedisServer.class);
		redis.stop();
		try {
			awaitHealth(503);
		}
		finally {
			redis.start();
		}
		assertThat(Http.get(helpdesk.url("/health/live")).statusCode()).isEqualTo(200);
		awaitHealth(200);
	}

	private static void awaitHealth(int status) {
		await().atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(Http.get(helpdesk.url("/health")).statusCode()).isEqualTo(status));
	}

	@Test
	void shouldConnectToServersThatRun() {
		try (TcpProxy proxy = new TcpProxy(redis());
				Helpdesk second = new Helpdesk("--spring.profiles.active=postgres,redis",
						"--POSTGRES_URL=jdbc:postgresql://127.0.0.1:" + postgres() + "/postgres",
						"--POSTGRES_USER=postgres", "--REDIS_URL=redis://127.0.0.1:" + proxy.port(),
						"--sightline.health.interval=300ms", "--sightline.health.timeout=500ms")) {
			assertThat(second.beans(EmbeddedPostgres.class)).isZero();
			assertThat(second.beans(RedisServer.class)).isZero();
			String opened = Http
				.send("POST", second.url("/api/tickets"), "{\"subject\":\"Two at once\",\"customer\":\"Ada\"}",
						"Content-Type", "application/json")
				.body();
			String id = opened.replaceAll(".*\"id\":(\\d+).*", "$1");
			assertThat(Http.get(helpdesk.url("/api/tickets/" + id)).body()).contains("Two at once");
			proxy.hang();
			await().untilAsserted(
					() -> assertThat(Http.get(second.url("/health/ready")).body()).contains("\"failing\":[\"redis\"]"));
			assertThat(Http.get(second.url("/health/live")).statusCode()).isEqualTo(200);
			proxy.resume();
			await().untilAsserted(() -> assertThat(Http.get(second.url("/health/ready")).statusCode()).isEqualTo(200));
		}
		assertThat(isListening(postgres())).isTrue();
	}

	@Test
	void shouldTellWhatToDoOnAPlatformWithoutServer(CapturedOutput output) {
		String name = System.setProperty("os.name", "Plan 9");
		try {
			assertThatException().isThrownBy(() -> new Helpdesk("--spring.profiles.active=redis"));
		}
		finally {
			System.setProperty("os.name", name);
		}
		assertThat(output.getOut()).contains("The embedded Redis did not start on Plan 9",
				"Set the variable REDIS_URL to the URL of a running server");
	}

	private static int postgres() {
		return helpdesk.bean(EmbeddedPostgres.class).getPort();
	}

	private static int redis() {
		return helpdesk.bean(RedisServer.class).ports().get(0);
	}

	private static boolean isListening(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String scrape(Helpdesk helpdesk) {
		return Http.get(helpdesk.url("/actuator/prometheus")).body();
	}

}
