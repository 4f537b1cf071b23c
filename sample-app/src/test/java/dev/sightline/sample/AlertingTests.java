package dev.sightline.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.Promtool;
import dev.sightline.testing.Redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * From a failure to a message, and to the message that it is over: the sample, a real
 * Prometheus with the rules that the sample writes and a real Alertmanager, both with the
 * files that are shipped. Only hosts and times are others.
 */
@Tag("faults")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AlertingTests {

	private static final List<String> QUICK = List.of("HighErrorRate", "ModelErrors", "RedisDown", "RepeatedQueries",
			"SlowQueries", "UploadsRejected");

	/**
	 * They follow from others, so they come after them.
	 */
	private static final List<String> HIDDEN = List.of("HighLatency", "InstanceDown");

	private static final AlertSink sink = new AlertSink();

	private static final Mailbox mailbox = new Mailbox();

	private static final ScheduledExecutorService customers = Executors.newScheduledThreadPool(4);

	private static final Map<String, ScheduledFuture<?>> faults = new LinkedHashMap<>();

	private static final List<Process> exporters = new ArrayList<>();

	private static Redis redis;

	private static Helpdesk helpdesk;

	private static Process prometheus;

	private static Process archive;

	private static Process alertmanager;

	private static String metrics;

	private static String archived;

	private static String alerts;

	@BeforeAll
	static void start(@TempDir Path folder) throws IOException {
		Promtool.assumeInstalled("prometheus", "prometheus-alertmanager", "prometheus-node-exporter",
				"prometheus-redis-exporter");
		Path secrets = secrets(folder);
		redis = new Redis("requirepass secret");
		Files.writeString(secrets.resolve("REDIS_URL"), "redis://:secret@127.0.0.1:" + redis.port());
		helpdesk = new Helpdesk(Stream
			.concat(Stream.of("--spring.profiles.active=redis", "--spring.config.import=configtree:" + secrets + "/",
					"--management.endpoints.web.exposure.include=prometheus,sightlinerules",
					"--sightline.health.interval=500ms", "--sightline.health.timeout=2s",
					"--sightline.alerts.high-latency.threshold=500ms", "--sightline.alerts.slow-queries.threshold=0.1%",
					"--sightline.alerts.service-down.for=4s"),
					Stream.concat(QUICK.stream().map((name) -> "--sightline.alerts." + name + ".for=1s"),
							HIDDEN.stream().map((name) -> "--sightline.alerts." + name + ".for=8s")))
			.toArray(String[]::new));
		int alertmanagerPort = ChildApp.freePort();
		int archivePort = ChildApp.freePort();
		archive = prometheus(folder.resolve("archive"), archivePort, "archive.yml", Map.of(),
				"--web.enable-remote-write-receiver");
		archived = "http://127.0.0.1:" + archivePort + "/api/v1";
		alertmanager = alertmanager(folder.resolve("alertmanager"), alertmanagerPort, secrets);
		alerts = "http://127.0.0.1:" + alertmanagerPort + "/api/v2";
		String node = "127.0.0.1:" + ChildApp.freePort();
		exporters.add(
				Programs.start(folder.resolve("node.log"), "prometheus-node-exporter", "--web.listen-address=" + node));
		String redisExporter = redisExporter(folder, secrets);
		int port = ChildApp.freePort();
		prometheus = prometheus(folder.resolve("prometheus"), port, "prometheus.yml",
				Map.of("helpdesk:9091", "127.0.0.1:" + helpdesk.port(), "alertmanager:9093",
						"127.0.0.1:" + alertmanagerPort, "prometheus-archive:9090", "127.0.0.1:" + archivePort,
						"localhost:9090", "127.0.0.1:" + port, "node-exporter:9100", node, "redis-exporter:9121",
						redisExporter));
		metrics = "http://127.0.0.1:" + port + "/api/v1";
	}

	private static String redisExporter(Path folder, Path secrets) throws IOException {
		String address = "127.0.0.1:" + ChildApp.freePort();
		String url = "redis://127.0.0.1:" + redis.port();
		Path passwords = secrets.resolve("redis-exporter.json");
		assertThat(passwords).content().matches("\\{\"redis://redis:6379\": \"\\w+\"}");
		Files.writeString(passwords, "{\"" + url + "\": \"secret\"}");
		exporters.add(Programs.start(folder.resolve("redis.log"), "prometheus-redis-exporter",
				"--web.listen-address=" + address, "--redis.addr=" + url, "--redis.password-file=" + passwords));
		return address;
	}

	/**
	 * What the script makes, with the URL that Slack would have given.
	 */
	private static Path secrets(Path folder) throws IOException {
		Files.copy(YamlFile.DEPLOY.resolve("secrets.sh"), folder.resolve("secrets.sh"));
		Programs.run(folder, "sh", "secrets.sh");
		Files.writeString(folder.resolve("secrets/slack-url"), sink.url("/slack"));
		return folder.resolve("secrets");
	}

	private static Process prometheus(Path folder, int port, String file, Map<String, String> hosts, String... options)
			throws IOException {
		String configuration = YamlFile.text("prometheus/" + file)
			.replace("scrape_interval: 15s", "scrape_interval: 2s")
			.replace("scrape_timeout: 10s", "scrape_timeout: 2s")
			.replace("evaluation_interval: 15s", "evaluation_interval: 1s");
		for (Map.Entry<String, String> host : hosts.entrySet()) {
			configuration = configuration.replace(host.getKey(), host.getValue());
		}
		// Nothing else is here, and refuses at once.
		configuration = configuration.replaceAll("'[a-z-]+:\\d+'", "'127.0.0.1:1'");
		Files.createDirectories(folder.resolve("rules"));
		Files.writeString(folder.resolve(file), configuration);
		if (!hosts.isEmpty()) {
			Files.writeString(folder.resolve("rules/helpdesk.rules.yml"),
					quick(Http.get(helpdesk.url("/actuator/sightlinerules")).body()));
		}
		return Programs.start(folder.resolve("log"),
				Stream.concat(
						Stream.of("prometheus", "--config.file=" + folder.resolve(file),
								"--storage.tsdb.path=" + folder.resolve("data"),
								"--web.listen-address=127.0.0.1:" + port, "--enable-feature=exemplar-storage"),
						Stream.of(options))
					.toArray(String[]::new));
	}

	/**
	 * The rules with short windows: minutes would have to pass until a failure is over.
	 * The objectives would fire with all else, as an hour and five minutes would be the
	 * same.
	 */
	private static String quick(String rules) {
		Map<String, Object> file = YamlFile.map(new Yaml().load(rules));
		List<Object> groups = YamlFile.list(file.get("groups"));
		assertThat(groups.removeIf((group) -> ((String) YamlFile.at(group, "name")).contains("-slo-"))).isTrue();
		for (Object group : groups) {
			for (Object rule : YamlFile.list(YamlFile.at(group, "rules"))) {
				YamlFile.map(rule)
					.computeIfPresent("expr", (key, query) -> ((String) query).replaceAll("\\[\\d+[mhd]]", "[15s]"));
			}
		}
		return new Yaml().dump(file);
	}

	private static Process alertmanager(Path folder, int port, Path secrets) throws IOException {
		Files.createDirectories(folder);
		Files.writeString(folder.resolve("helpdesk.tmpl"), YamlFile.text("alertmanager/helpdesk.tmpl"));
		Path configuration = folder.resolve("alertmanager.yml");
		Files.writeString(configuration,
				YamlFile.text("alertmanager/alertmanager.yml")
					.replace("/run/secrets", secrets.toString())
					.replace("smtp.example.com:587",
							"127.0.0.1:" + mailbox.port() + "\n  smtp_require_tls: false\n  pagerduty_url: "
									+ sink.url("/pagerduty"))
					.replace("https://hooks.example.com/alerts", sink.url("/webhook"))
					.replace("group_wait: 30s", "group_wait: 1s")
					.replace("group_interval: 5m", "group_interval: 2s"));
		return Programs.start(folder.resolve("log"), "prometheus-alertmanager", "--config.file=" + configuration,
				"--storage.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + port,
				"--cluster.listen-address=");
	}

	@AfterAll
	static void stop() {
		customers.shutdownNow();
		Stream.of(prometheus, alertmanager, archive).filter(Objects::nonNull).forEach(Programs::stop);
		exporters.forEach(Programs::stop);
		if (helpdesk != null) {
			helpdesk.close();
			redis.close();
		}
		mailbox.close();
		sink.close();
	}

	@Test
	@Order(1)
	void shouldTellOfFailures() {
		fault("fail", () -> Http.get(helpdesk.url("/api/fail")));
		awaitAlert("HighErrorRate", "active");
		redis.stop();
		fault("slow", () -> Http.get(helpdesk.url("/api/slow?ms=900")));
		fault("slow query", () -> Http.get(helpdesk.url("/api/reports/slow")));
		fault("repeated query", () -> Http.get(helpdesk.url("/api/reports/customers")));
		fault("model", () -> {
			ask("gpt-4o-mini%2Bfault-500");
			// Were no call to succeed, the provider would be down as a whole.
			ask("gpt-4o-mini");
			ask("gpt-4o-mini");
		});
		fault("upload",
				() -> post("/api/tickets/1/attachments", "multipart/form-data; boundary=b",
						"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"
								+ "x".repeat(1_100_000) + "\r\n--b--\r\n"));
		patiently(() -> {
			assertThat(sink.slack()).anyMatch((text) -> text.startsWith("*HighErrorRate*"))
				.anyMatch((text) -> text.contains("*RedisDown*"))
				.anyMatch((text) -> text.contains("*ModelErrors*"))
				.anyMatch((text) -> text.contains("*SlowQueries*"))
				.anyMatch((text) -> text.contains("*UploadsRejected*"));
			assertThat(sink.pagerDuty()).anySatisfy((event) -> {
				assertThat(event.get("event_action").asString()).isEqualTo("trigger");
				assertThat(event.get("routing_key").asString()).isEqualTo("put-yours-here");
				assertThat(event.at("/payload/summary").asString()).contains("helpdesk: HighErrorRate");
			});
			assertThat(sink.webhook()).anySatisfy((message) -> {
				assertThat(message.authorization()).isEqualTo("Bearer put-yours-here");
				assertThat(message.body().at("/commonLabels/alertname").asString()).isEqualTo("RepeatedQueries");
			});
			assertThat(mailbox.mails()).anySatisfy((mail) -> assertThat(mail).contains("To: helpdesk-team@example.com",
					"Subject: [FIRING", "ModelErrors"));
		});
	}

	/**
	 * What follows from a failure is seen, and not told.
	 */
	@Test
	@Order(2)
	void shouldPageOnce() {
		awaitAlert("HighLatency", "suppressed");
		assertThat(sink.everything()).doesNotContain("HighLatency");
		assertThat(sink.pagerDuty()).extracting((event) -> event.get("dedup_key").asString()).containsOnly(incident());
	}

	private static String incident() {
		return sink.pagerDuty().get(0).get("dedup_key").asString();
	}

	@Test
	@Order(3)
	void shouldKeepSeriesAndExemplars() {
		String fails = "http_server_requests_seconds_bucket%7Buri=%22/api/fail%22%7D";
		patiently(() -> {
			assertThat(Http.get(metrics + "/query?query=sum(up%7Bjob=~%22node%7Credis%22%7D)").body())
				.contains("\"2\"");
			assertThat(Http.get(metrics + "/query?query=redis_up").body()).contains("\"0\"");
			assertThat(Http.get(metrics + "/query_exemplars?start=0&end=9999999999&query=" + fails).body())
				.contains("trace_id");
			assertThat(Http.get(archived + "/query_exemplars?start=0&end=9999999999&query=" + fails).body())
				.contains("trace_id", "\"cluster\":\"demo\"");
		});
	}

	@Test
	@Order(4)
	void shouldTellThatItIsOver() {
		faults.values().forEach((fault) -> fault.cancel(false));
		redis.start();
		patiently(() -> {
			assertThat(sink.slack()).anyMatch((text) -> text.contains("Resolved: *HighErrorRate*"))
				.anyMatch((text) -> text.contains("Resolved: *RedisDown*"))
				.anyMatch((text) -> text.contains("Resolved: *ModelErrors*"))
				.anyMatch((text) -> text.contains("Resolved: *SlowQueries*"))
				.anyMatch((text) -> text.contains("Resolved: *UploadsRejected*"));
			assertThat(sink.pagerDuty()).filteredOn((event) -> event.get("event_action").asString().equals("resolve"))
				.extracting((event) -> event.get("dedup_key").asString())
				.contains(incident());
			assertThat(sink.webhook())
				.anyMatch((message) -> message.body().get("status").asString().equals("resolved"));
		});
	}

	@Test
	@Order(5)
	void shouldTellOfAServiceThatIsDownAndOfNothingElse() {
		helpdesk.close();
		patiently(() -> assertThat(sink.pagerDuty()).anySatisfy(
				(event) -> assertThat(event.at("/payload/summary").asString()).contains("helpdesk: ServiceDown")));
		awaitAlert("InstanceDown", "suppressed");
		assertThat(sink.everything()).doesNotContain("InstanceDown");
	}

	private static void fault(String name, Runnable request) {
		faults.put(name, customers.scheduleWithFixedDelay(() -> {
			try {
				request.run();
			}
			catch (RuntimeException ex) {
				// The next one may get an answer.
			}
		}, 0, 500, TimeUnit.MILLISECONDS));
	}

	private static void ask(String model) {
		post("/api/chat?model=" + model, "application/json", "{\"message\":\"How do I turn the screen?\"}");
	}

	private static void post(String path, String type, String body) {
		Http.send("POST", helpdesk.url(path), body, "Content-Type", type);
	}

	private static void awaitAlert(String name, String state) {
		patiently(() -> {
			JsonNode found = JsonMapper.shared()
				.readTree(Http.get(alerts + "/alerts?filter=alertname%3D" + name).body());
			assertThat(found).as(name)
				.isNotEmpty()
				.allMatch((alert) -> alert.at("/status/state").asString().equals(state));
		});
	}

	private static void patiently(org.awaitility.core.ThrowingRunnable assertion) {
		await().atMost(Duration.ofMinutes(4)).pollInterval(Duration.ofMillis(250)).untilAsserted(assertion);
	}

}
