package dev.sightline.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the manifest for Kubernetes says fits what the sample does.
 */
class KubernetesTests {

	private static final Path MANIFEST = Path.of("deploy", "kubernetes.yml");

	private static final Path PAGE = Path.of("..", "docs", "reference", "health.md");

	@Test
	void shouldNamePathsAndPortsThatExist() throws IOException {
		Map<String, Object> container = container();
		Map<String, Object> port = map(list(container.get("ports")).get(0));
		Map<String, Object> settings = new Yaml().load(Files.readString(Path.of("src/main/resources/application.yml")));
		assertThat(port.get("containerPort")).isEqualTo(map(settings.get("server")).get("port"));
		assertThat(map(list(map(documents().get(1).get("spec")).get("ports")).get(0)).get("targetPort"))
			.isEqualTo(port.get("name"));
		try (Helpdesk helpdesk = new Helpdesk()) {
			for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
				Map<String, Object> get = map(map(container.get(probe)).get("httpGet"));
				assertThat(get.get("port")).isEqualTo(port.get("name"));
				assertThat(Http.get(helpdesk.url((String) get.get("path"))).statusCode()).as(probe).isEqualTo(200);
			}
			String scrape = (String) map(map(map(template()).get("metadata")).get("annotations"))
				.get("prometheus.io/path");
			assertThat(Http.get(helpdesk.url(scrape)).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void shouldLeaveTimeToStartAndToEnd() throws IOException {
		Map<String, Object> startup = map(container().get("startupProbe"));
		assertThat((int) startup.get("periodSeconds") * (int) startup.get("failureThreshold")).isGreaterThan(60);
		int sleep = (int) map(map(map(container().get("lifecycle")).get("preStop")).get("sleep")).get("seconds");
		int graceful = 30;
		assertThat((int) map(template().get("spec")).get("terminationGracePeriodSeconds"))
			.isGreaterThan(sleep + graceful);
		// A probe before the first results waits for one time limit, which is two
		// seconds.
		for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
			assertThat((int) map(container().get(probe)).get("timeoutSeconds")).isGreaterThan(2);
		}
	}

	@Test
	void shouldBeWhatThePageShows() throws IOException {
		Matcher block = Pattern.compile("```yaml\n( {10}startupProbe:.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(PAGE).replace("\r\n", "\n"));
		assertThat(block.find()).isTrue();
		assertThat(Files.readString(MANIFEST).replace("\r\n", "\n")).contains(block.group(1));
	}

	private static List<Map<String, Object>> documents() throws IOException {
		List<Map<String, Object>> documents = new ArrayList<>();
		new Yaml().loadAll(Files.readString(MANIFEST)).forEach((document) -> documents.add(map(document)));
		return documents;
	}

	private static Map<String, Object> template() throws IOException {
		return map(map(documents().get(0).get("spec")).get("template"));
	}

	private static Map<String, Object> container() throws IOException {
		return map(list(map(template().get("spec")).get("containers")).get(0));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object value) {
		return (Map<String, Object>) value;
	}

	@SuppressWarnings("unchecked")
	private static List<Object> list(Object value) {
		return (List<Object>) value;
	}

}
