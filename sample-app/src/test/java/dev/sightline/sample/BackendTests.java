package dev.sightline.sample;

import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * The sample on a real PostgreSQL and a real Redis, by profile.
 */
class BackendTests {

	@BeforeAll
	static void assumeServers() {
		assumeThat(System.getProperty("os.arch")).as("both servers come built for this processor only")
			.isIn("amd64", "x86_64");
	}

	@Test
	void shouldKeepTicketsInPostgres() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
				Helpdesk helpdesk = new Helpdesk("--spring.profiles.active=postgres",
						"--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
						"--spring.datasource.username=postgres", "--spring.datasource.password=postgres")) {
			assertThat(Http
				.send("POST", helpdesk.url("/api/tickets"), "{\"subject\":\"Paper jam\",\"customer\":\"Ada\"}",
						"Content-Type", "application/json")
				.statusCode()).isEqualTo(201);
			assertThat(Http.get(helpdesk.url("/api/tickets")).body()).contains("Paper jam", "It does not print");
			assertThat(scrape(helpdesk)).contains("hikaricp_connections_active");
		}
	}

	@Test
	void shouldCacheArticlesInRedis() throws Exception {
		int port = ChildApp.freePort();
		RedisServer redis = RedisServer.newRedisServer().port(port).bind("127.0.0.1").build();
		redis.start();
		try (Helpdesk helpdesk = new Helpdesk("--spring.profiles.active=redis",
				"--spring.data.redis.url=redis://127.0.0.1:" + port)) {
			Http.get(helpdesk.url("/api/articles/1"));
			assertThat(Http.get(helpdesk.url("/api/articles/1")).body()).contains("How to print");
			await().untilAsserted(() -> assertThat(scrape(helpdesk))
				.containsPattern("cache_gets_total\\{[^}]*name=\"articles\",result=\"hit\"[^}]*} [1-9]"));
			assertThat(Http.get(helpdesk.url("/health")).statusCode()).isEqualTo(200);
			redis.stop();
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(Http.get(helpdesk.url("/health")).statusCode()).isEqualTo(503));
		}
		finally {
			redis.stop();
		}
	}

	private static String scrape(Helpdesk helpdesk) {
		return Http.get(helpdesk.url("/actuator/prometheus")).body();
	}

}
