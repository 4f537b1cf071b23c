package dev.sightline.sample;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;

import dev.sightline.testing.Http;
import dev.sightline.testing.PanelQueries;
import dev.sightline.testing.PrometheusServer;
import dev.sightline.testing.Promtool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every query of the dashboards that the sample gives out is run on a real Prometheus,
 * which has its rules and scrapes the sample under its own traffic and the exporters of
 * the host, of PostgreSQL and of Redis.
 */
@Tag("faults")
class DashboardTests {

	private static final String ELSEWHERE = "the sample lacks it: PanelQueriesTests of autoconfigure has data";

	private static final String CADVISOR = "needs cAdvisor, and so containers";

	private static final String CGROUP = "needs a control group of version 2, and a limit in it";

	private static final String MODEL = "needs a model that does so: the stub does not";

	/**
	 * The first three rows.
	 */
	private static final int PICTURE_LINES = 33;

	/**
	 * The queries that need not have data here, each with the reason.
	 */
	private static final Map<String, String> WITHOUT_DATA = Map.ofEntries(
			Map.entry("system: CPU of containers", CADVISOR), Map.entry("system: Memory of containers", CADVISOR),
			Map.entry("system: Network of containers A", CADVISOR),
			Map.entry("system: Network of containers B", CADVISOR), Map.entry("system: Throttled containers", CADVISOR),
			Map.entry("system: Age of containers", CADVISOR), Map.entry("system: Memory of the container A", CGROUP),
			Map.entry("system: Memory of the container B", CGROUP), Map.entry("system: CPU of the container A", CGROUP),
			Map.entry("system: CPU of the container B", CGROUP), Map.entry("system: Throttled", CGROUP),
			Map.entry("system: Memory and swap in use B", "needs a machine with swap"),
			Map.entry("system: Scheduled methods", ELSEWHERE),
			Map.entry("system: Runs of scheduled methods", ELSEWHERE), Map.entry("business: Queues", ELSEWHERE),
			Map.entry("application: Rate limiting", ELSEWHERE), Map.entry("security: Rate limiting events", ELSEWHERE),
			Map.entry("security: Refusals", ELSEWHERE), Map.entry("security: Certificate expiry", ELSEWHERE),
			Map.entry("security: Certificates of this application", ELSEWHERE),
			Map.entry("Restarts", "marks the first minute of an instance"),
			Map.entry("database: Replication lag", "needs a replica, and an exporter newer than Debian's"),
			Map.entry("database: Slow waits and timeouts A", "needs a pool that is exhausted"),
			Map.entry("storage: Time of a load", "needs a cache that loads itself"),
			Map.entry("storage: Redis memory usage B", "needs a Redis with maxmemory"), Map.entry("ai: Retries", MODEL),
			Map.entry("ai: Cached and reasoning tokens", MODEL), Map.entry("ai: Calls without usage", MODEL),
			Map.entry("ai: Tools", MODEL), Map.entry("ai: Duration of tools", MODEL),
			Map.entry("telemetry: Failures kept of traces", "needs a sampling below 1"));

	@Test
	void panelsShouldHaveData(@TempDir Path folder) throws IOException {
		Promtool.assumeInstalled("prometheus", "prometheus-node-exporter", "prometheus-postgres-exporter",
				"prometheus-redis-exporter");
		try (Helpdesk helpdesk = new Helpdesk("--spring.profiles.active=postgres,redis", "--spring.cache.type=caffeine",
				"--sample.traffic.rate=20", "--sightline.health.interval=1s",
				"--sightline.metrics.business.active-users.enabled=true",
				"--management.endpoints.web.exposure.include=prometheus,sightlinedashboards,sightlinerules");
				PrometheusServer server = start(folder, helpdesk)) {
			PanelQueries queries = new PanelQueries(server, "orders_total", "ticket_triage_seconds_count",
					dashboards(helpdesk));
			assertThat(queries.names()).containsAll(WITHOUT_DATA.keySet());
			// Each has to have data once: what happens rarely need not go on.
			Set<String> missing = new LinkedHashSet<>(queries.names());
			missing.removeAll(WITHOUT_DATA.keySet());
			await().atMost(Duration.ofMinutes(4)).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
				provoke(helpdesk);
				missing.retainAll(queries.withoutData());
				assertThat(missing).isEmpty();
			});
			draw(server, dashboards(helpdesk));
		}
	}

	private static PrometheusServer start(Path folder, Helpdesk helpdesk) {
		String postgres = "postgresql://postgres@127.0.0.1:%d/postgres?sslmode=disable"
			.formatted(helpdesk.bean(EmbeddedPostgres.class).getPort());
		String redis = "redis://127.0.0.1:" + helpdesk.bean(RedisServer.class).ports().get(0);
		return new PrometheusServer(folder).scrape("helpdesk", "/actuator/prometheus", helpdesk.port())
			// A minute would pass until long windows are recorded.
			.rules(Http.get(helpdesk.url("/actuator/sightlinerules")).body().replace("interval: 1m", "interval: 1s"))
			.exporter("node", "", "", "prometheus-node-exporter")
			.exporter("postgres", "DATA_SOURCE_NAME", postgres, "prometheus-postgres-exporter")
			.exporter("redis", "", "", "prometheus-redis-exporter", "-redis.addr=" + redis)
			.start();
	}

	private static List<String> dashboards(Helpdesk helpdesk) {
		String url = helpdesk.url("/actuator/sightlinedashboards");
		List<String> dashboards = new ArrayList<>();
		for (JsonNode dashboard : JsonMapper.shared().readTree(Http.get(url).body()).at("/dashboards")) {
			HttpResponse<String> answer = Http.get(url + "/" + dashboard.at("/name").asString());
			assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
			dashboards.add(answer.body());
		}
		assertThat(dashboards).hasSizeGreaterThan(8);
		assertThat(Http.get(url + "/nothing").statusCode()).isEqualTo(404);
		return dashboards;
	}

	/**
	 * Draw the dashboard that most look at first, and keep the picture if that is asked
	 * for.
	 */
	private static void draw(PrometheusServer server, List<String> dashboards) throws IOException {
		JsonNode dashboard = dashboards.stream()
			.map(JsonMapper.shared()::readTree)
			.filter((json) -> json.at("/uid").asString().equals("sightline-application"))
			.findFirst()
			.orElseThrow();
		long now = System.currentTimeMillis() / 1000;
		String picture = new DashboardPicture(server, now - 60, now).draw(dashboard, PICTURE_LINES);
		assertThat(picture).contains("Response time", "<polyline", "/api/tickets");
		if (Boolean.getBoolean("sightline.docs.write")) {
			Files.writeString(Path.of("../docs/reference/images/dashboard-application.svg"), picture);
		}
	}

	/**
	 * Do what the traffic of the sample does not.
	 */
	private static void provoke(Helpdesk helpdesk) {
		Http.get(helpdesk.url("/api/chat/stream?message=Hello"));
		Http.get(helpdesk.url("/api/tickets/export"));
		Http.get(helpdesk.url("/api/nothing"));
		Http.send("POST", helpdesk.url("/api/ask"), "{\"message\":\"How do I turn the screen?\"}", "Content-Type",
				"application/json");
		upload(helpdesk);
		helpdesk.bean(MeterRegistry.class).counter("orders").increment();
		for (int i = 0; i < 120; i++) {
			helpdesk.bean(MeterRegistry.class).counter("visits", "visitor", "v" + i).increment();
		}
		JdbcTemplate jdbc = helpdesk.bean(JdbcTemplate.class);
		new TransactionTemplate(helpdesk.bean(PlatformTransactionManager.class))
			.executeWithoutResult((status) -> jdbc.queryForList("SELECT 1 FROM tickets LIMIT 1"));
		ignore(() -> jdbc.execute("SELECT nothing FROM nowhere"));
		StringRedisTemplate redis = helpdesk.bean(StringRedisTemplate.class);
		redis.opsForValue().set("greeting", "hello");
		redis.opsForValue().get("greeting");
		ignore(() -> redis.opsForList().size("greeting"));
		ignore(() -> helpdesk.bean(RestClient.Builder.class)
			.build()
			.get()
			.uri("http://127.0.0.1:1/refused")
			.retrieve()
			.toBodilessEntity());
	}

	/**
	 * Upload more than the megabyte that Spring Boot allows.
	 */
	private static void upload(Helpdesk helpdesk) {
		String part = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"big\"\r\n\r\n%s\r\n--edge--\r\n";
		ignore(() -> Http.send("POST", helpdesk.url("/api/tickets/1/attachments"),
				part.formatted("x".repeat(1_500_000)), "Content-Type", "multipart/form-data; boundary=edge"));
	}

	private static void ignore(Runnable failing) {
		try {
			failing.run();
		}
		catch (RuntimeException ex) {
			// It is to be seen on a panel.
		}
	}

}
