package dev.sightline.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;

import static dev.sightline.sample.YamlFile.at;
import static dev.sightline.sample.YamlFile.list;
import static dev.sightline.sample.YamlFile.map;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the manifests for Kubernetes say fits what the sample does.
 */
class KubernetesTests {

	private static final String MANIFEST = "kubernetes.yml";

	private static final Path PAGE = Path.of("..", "docs", "reference", "health.md");

	@Test
	void shouldNamePathsAndPortsThatExist() {
		Map<String, Object> settings = map(YamlFile.read("../src/main/resources/application.yml").get("server"));
		assertThat(port("http")).isEqualTo(settings.get("port"));
		assertThat(port("metrics")).hasToString(variable("METRICS_PORT"));
		assertThat(variable("SIGHTLINE_METRICS_PATH")).isEmpty();
		int metricsPort = ChildApp.freePort();
		try (Helpdesk helpdesk = new Helpdesk("--METRICS_PORT=" + metricsPort, "--sightline.metrics.path=")) {
			for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
				Map<String, Object> get = map(at(container(), probe, "httpGet"));
				assertThat(get.get("port")).isEqualTo("http");
				assertThat(Http.get(helpdesk.url((String) get.get("path"))).statusCode()).as(probe).isEqualTo(200);
			}
			Map<String, Object> annotations = map(at(template(), "metadata", "annotations"));
			assertThat(annotations).containsEntry("prometheus.io/port", port("metrics").toString());
			String scrape = (String) annotations.get("prometheus.io/path");
			assertThat(Http.get("http://127.0.0.1:" + metricsPort + scrape).statusCode()).isEqualTo(200);
			for (String path : List.of(scrape, "/metrics")) {
				assertThat(Http.get(helpdesk.url(path)).statusCode()).as(path).isEqualTo(404);
			}
		}
	}

	@Test
	void shouldScrapeThePortOfTheMetrics() {
		Map<String, Object> service = YamlFile.documents(MANIFEST).get(1);
		assertThat(list(at(service, "spec", "ports"))).allSatisfy((port) -> {
			assertThat(at(port, "targetPort")).isEqualTo(at(port, "name"));
			assertThat(port((String) at(port, "name"))).isNotNull();
		});
		List<Map<String, Object>> documents = YamlFile.documents("kubernetes-monitoring.yml");
		Map<String, Object> monitor = map(documents.get(0).get("spec"));
		Map<String, Object> labels = map(at(service, "metadata", "labels"));
		assertThat(labels).containsAllEntriesOf(map(at(monitor, "selector", "matchLabels")))
			.containsEntry((String) monitor.get("jobLabel"), "helpdesk");
		assertThat(at(monitor, "endpoints", 0, "port")).isEqualTo("metrics");
		assertThat(at(monitor, "endpoints", 0, "path"))
			.isEqualTo(at(template(), "metadata", "annotations", "prometheus.io/path"));
		Map<String, Object> policy = map(documents.get(1).get("spec"));
		assertThat(map(at(template(), "metadata", "labels")))
			.containsAllEntriesOf(map(at(policy, "podSelector", "matchLabels")));
		assertThat(list(policy.get("ingress"))).hasSize(2).allSatisfy((rule) -> {
			String port = (String) at(rule, "ports", 0, "port");
			assertThat(port(port)).isNotNull();
			assertThat(map(rule).containsKey("from")).as(port).isEqualTo(port.equals("metrics"));
		});
	}

	@Test
	void shouldLeaveTimeToStartAndToEnd() {
		Map<String, Object> startup = map(container().get("startupProbe"));
		assertThat((int) startup.get("periodSeconds") * (int) startup.get("failureThreshold")).isGreaterThan(60);
		int sleep = (int) at(container(), "lifecycle", "preStop", "sleep", "seconds");
		int graceful = 30;
		assertThat((int) at(template(), "spec", "terminationGracePeriodSeconds")).isGreaterThan(sleep + graceful);
		// A probe before the first results waits for one time limit, which is two
		// seconds.
		for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
			assertThat((int) at(container(), probe, "timeoutSeconds")).isGreaterThan(2);
		}
	}

	@Test
	void shouldBeWhatThePageShows() throws IOException {
		Matcher block = Pattern.compile("```yaml\n( {10}startupProbe:.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(PAGE).replace("\r\n", "\n"));
		assertThat(block.find()).isTrue();
		assertThat(YamlFile.text(MANIFEST)).contains(block.group(1));
	}

	private static Map<String, Object> template() {
		return map(at(YamlFile.read(MANIFEST), "spec", "template"));
	}

	private static Map<String, Object> container() {
		return map(at(template(), "spec", "containers", 0));
	}

	private static Object port(String name) {
		return named("ports", name).get("containerPort");
	}

	private static String variable(String name) {
		return (String) named("env", name).get("value");
	}

	private static Map<String, Object> named(String list, String name) {
		return list(container().get(list)).stream()
			.map(YamlFile::map)
			.filter((entry) -> entry.get("name").equals(name))
			.findFirst()
			.orElseThrow();
	}

}
