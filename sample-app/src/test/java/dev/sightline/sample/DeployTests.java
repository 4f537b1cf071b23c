package dev.sightline.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.sightline.testing.Promtool;

import static dev.sightline.sample.YamlFile.at;
import static dev.sightline.sample.YamlFile.list;
import static dev.sightline.sample.YamlFile.map;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files below {@code deploy} fit together. Nothing of them is run here: that needs an
 * engine for containers.
 */
class DeployTests {

	private static final Pattern URL = Pattern.compile("(?:https?|redis|jdbc:postgresql)://([a-z0-9.-]+)");

	private static final Pattern ADDRESS = Pattern.compile("(?<![/\\w.-])([a-z][a-z-]*):\\d{4,5}\\b");

	/**
	 * What is no service: this very container, and hosts of others.
	 */
	private static final Pattern OUTSIDE = Pattern
		.compile("localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|.*\\.example\\.com" + "|hooks\\.slack\\.com");

	private static final Pattern SECRET = Pattern.compile("(?i)(password|passwd|secret|token|api_?key|routing_key)"
			+ "[a-z_]*\"?\\s*[:=]\\s*['\"]?(?!/run/secrets/)[^\\s'\"{\\[$]");

	@ParameterizedTest
	@MethodSource("files")
	void shouldParse(Path file) throws IOException {
		String name = YamlFile.DEPLOY.relativize(file).toString();
		if (name.endsWith(".yml")) {
			assertThat(YamlFile.documents(name)).isNotEmpty();
		}
		else if (name.endsWith(".json")) {
			assertThat(JsonMapper.shared().readTree(YamlFile.text(name)).isObject()).isTrue();
		}
		else if (name.endsWith(".ndjson")) {
			assertThat(YamlFile.text(name).lines().map(JsonMapper.shared()::readTree)).allMatch(JsonNode::isObject);
		}
	}

	@ParameterizedTest
	@MethodSource("files")
	void shouldHaveNoSecret(Path file) {
		String name = YamlFile.DEPLOY.relativize(file).toString();
		if (name.contains("json")) {
			return;
		}
		assertThat(YamlFile.text(name).lines().filter((line) -> !line.strip().startsWith("#")))
			.filteredOn((line) -> SECRET.matcher(line).find())
			.as("lines of %s with a secret", file)
			.isEmpty();
	}

	@ParameterizedTest
	@MethodSource("files")
	void shouldNameServicesThatExist(Path file) {
		String name = YamlFile.DEPLOY.relativize(file).toString();
		if (name.startsWith("kubernetes") || name.endsWith(".md") || name.endsWith(".json") || name.contains("rules")) {
			return;
		}
		String text = YamlFile.text(name)
			.lines()
			.filter((line) -> !line.strip().startsWith("#") && !line.contains("image:"))
			.collect(Collectors.joining("\n"));
		Set<String> hosts = new LinkedHashSet<>();
		URL.matcher(text).results().forEach((result) -> hosts.add(result.group(1)));
		ADDRESS.matcher(text).results().forEach((result) -> hosts.add(result.group(1)));
		hosts.removeIf((host) -> OUTSIDE.matcher(host).matches());
		assertThat(services().keySet()).as("hosts in %s", name).containsAll(hosts);
	}

	@Test
	void shouldOpenPortsToThisHostOnly() {
		List<String> ports = new ArrayList<>();
		services().values()
			.forEach((service) -> list(service.getOrDefault("ports", List.of()))
				.forEach((port) -> ports.add((String) port)));
		assertThat(ports).hasSize(5)
			.doesNotHaveDuplicates()
			.allSatisfy((port) -> assertThat(port).matches("127\\.0\\.0\\.1:\\d+:\\d+"));
	}

	@Test
	void shouldPinVersions() {
		services().forEach((name, service) -> {
			if (!service.containsKey("build") && service.containsKey("image")) {
				assertThat((String) service.get("image")).as(name).matches("[^:]+:[^:]*\\d+[.-]\\d+[^:]*");
			}
		});
	}

	@Test
	void shouldMountWhatExists() {
		Set<String> volumes = new LinkedHashSet<>();
		compose().forEach((file) -> volumes.addAll(map(file.get("volumes")).keySet()));
		services().forEach((name, service) -> {
			for (Object volume : list(service.getOrDefault("volumes", List.of()))) {
				String source = ((String) volume).split(":")[0];
				if (source.startsWith("./")) {
					assertThat(YamlFile.DEPLOY.resolve(source)).as(name).exists();
				}
				else if (!source.startsWith("/")) {
					assertThat(volumes).as(name).contains(source);
				}
			}
			assertThat(services().keySet()).as(name).containsAll(dependencies(service));
		});
		assertThat(YamlFile.DEPLOY.resolve((String) at(services().get("helpdesk"), "build", "context"))
			.resolve((String) at(services().get("helpdesk"), "build", "dockerfile"))).exists();
	}

	private static Set<String> dependencies(Map<String, Object> service) {
		Object value = service.getOrDefault("depends_on", List.of());
		return (value instanceof Map) ? map(value).keySet()
				: list(value).stream().map(String.class::cast).collect(Collectors.toSet());
	}

	/**
	 * Each secret that a configuration names is given to its service and made by the
	 * script, which leaves alone what is there.
	 */
	@Test
	@DisabledOnOs(OS.WINDOWS)
	void shouldMakeItsSecrets(@TempDir Path folder) throws IOException {
		Files.copy(YamlFile.DEPLOY.resolve("secrets.sh"), folder.resolve("secrets.sh"));
		Programs.run(folder, "sh", "secrets.sh");
		Set<String> declared = map(compose().get(0).get("secrets")).keySet();
		for (String secret : declared) {
			assertThat(at(compose().get(0), "secrets", secret, "file")).isEqualTo("./secrets/" + secret);
			assertThat(folder.resolve("secrets").resolve(secret)).isNotEmptyFile();
		}
		services().forEach((name, service) -> {
			Set<String> targets = new LinkedHashSet<>();
			for (Object secret : list(service.getOrDefault("secrets", List.of()))) {
				assertThat(declared).as(name)
					.contains((String) ((secret instanceof Map) ? at(secret, "source") : secret));
				targets.add("/run/secrets/" + ((secret instanceof Map) ? at(secret, "target") : secret));
			}
			String configuration = name.equals("alertmanager") ? YamlFile.text("alertmanager/alertmanager.yml") : "";
			Set<String> named = Pattern.compile("/run/secrets/[\\w.-]+")
				.matcher(configuration + service)
				.results()
				.map((result) -> result.group())
				.collect(Collectors.toSet());
			assertThat(targets).as(name).containsAll(named);
		});
		Path password = folder.resolve("secrets/postgres-password");
		String before = Files.readString(password);
		assertThat(before).matches("[0-9a-f]{48}");
		assertThat(Files.readString(folder.resolve("secrets/redis-url")))
			.contains(Files.readString(folder.resolve("secrets/redis.conf")).strip().split(" ")[1]);
		Programs.run(folder, "sh", "secrets.sh");
		assertThat(password).hasContent(before);
	}

	@Test
	void shouldKeepMetricsForThirtyDaysAndLogsForThirtyOne() {
		assertThat(list(services().get("prometheus").get("command"))).contains("--storage.tsdb.retention.time=30d",
				"--enable-feature=exemplar-storage");
		Map<String, Object> loki = YamlFile.read("loki/loki.yml");
		assertThat(at(loki, "limits_config", "retention_period")).isEqualTo(31 * 24 + "h");
		assertThat(at(loki, "compactor", "retention_enabled")).isEqualTo(true);
		assertThat(JsonMapper.shared()
			.readTree(YamlFile.text("elk/ilm.json"))
			.at("/policy/phases/delete/min_age")
			.asString()).isEqualTo("31d");
	}

	/**
	 * From exemplar to trace, from log line to trace, from trace to log lines.
	 */
	@Test
	void shouldLinkDataSources() {
		List<Object> sources = list(
				YamlFile.read("grafana/provisioning/datasources/datasources.yml").get("datasources"));
		Map<Object, Object> byUid = sources.stream()
			.collect(Collectors.toMap((source) -> at(source, "uid"), (source) -> source));
		assertThat(at(byUid.get("prometheus"), "jsonData", "exemplarTraceIdDestinations", 0, "datasourceUid"))
			.isEqualTo("tempo");
		assertThat(at(byUid.get("prometheus"), "jsonData", "exemplarTraceIdDestinations", 0, "name"))
			.isEqualTo("trace_id");
		assertThat(at(byUid.get("loki"), "jsonData", "derivedFields", 0, "datasourceUid")).isEqualTo("tempo");
		assertThat(at(byUid.get("tempo"), "jsonData", "tracesToLogsV2", "datasourceUid")).isEqualTo("loki");
		String line = "{\"message\":\"paid\",\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}";
		String field = (String) at(byUid.get("loki"), "jsonData", "derivedFields", 0, "matcherRegex");
		assertThat(Pattern.compile(field).matcher(line).results().map((result) -> result.group(1)))
			.containsExactly("4bf92f3577b34da6a3ce929d0e0e4736");
		String folder = (String) at(YamlFile.read("grafana/provisioning/dashboards/dashboards.yml"), "providers", 0,
				"options", "path");
		assertThat(list(services().get("grafana").get("volumes"))).contains("./grafana/dashboards:" + folder + ":ro");
		String home = (String) at(services().get("grafana"), "environment",
				"GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH");
		assertThat(YamlFile.DEPLOY.resolve(home.replace(folder, "grafana/dashboards"))).exists();
	}

	/**
	 * Objects of Kibana name objects that are there, and fields of the lines that go
	 * there.
	 */
	@Test
	void shouldLinkObjectsOfKibana() throws IOException {
		List<JsonNode> objects = YamlFile.text("elk/kibana.ndjson").lines().map(JsonMapper.shared()::readTree).toList();
		Set<String> ids = new LinkedHashSet<>();
		objects.forEach((object) -> ids.add(object.get("type").asString() + " " + object.get("id").asString()));
		JsonNode schema = JsonMapper.shared()
			.readTree(Files.readString(Path.of("../docs/reference/log-schemas/ecs.schema.json")));
		Set<String> fields = new LinkedHashSet<>();
		for (JsonNode object : objects) {
			object.get("references")
				.forEach((reference) -> assertThat(ids)
					.contains(reference.get("type").asString() + " " + reference.get("id").asString()));
			JsonNode attributes = object.get("attributes");
			JsonMapper.shared()
				.readTree(attributes.path("visState").asString("{}"))
				.path("aggs")
				.forEach((part) -> fields.add(part.at("/params/field").asString("@timestamp")));
			attributes.path("columns").forEach((column) -> fields.add(column.asString()));
			assertThat(JsonMapper.shared().readTree(attributes.path("panelsJSON").asString("[]")))
				.allMatch((panel) -> object.get("references")
					.toString()
					.contains(":" + panel.get("panelRefName").asString() + "\""));
		}
		assertThat(fields).hasSizeGreaterThan(5).allSatisfy((field) -> {
			JsonNode flat = schema.at("/properties/" + field);
			JsonNode nested = schema.at("/properties/" + field.replace(".", "/properties/"));
			assertThat(flat.isMissingNode() && nested.isMissingNode()).as(field).isFalse();
		});
	}

	@Test
	void shouldListItsFiles() throws IOException {
		String page = YamlFile.text("README.md");
		try (Stream<Path> files = files()) {
			assertThat(files.map((file) -> YamlFile.DEPLOY.relativize(file).toString().replace('\\', '/')))
				.filteredOn((name) -> !name.equals("README.md") && !name.startsWith("grafana/dashboards/"))
				.allSatisfy((name) -> assertThat(page).contains("`" + name + "`"));
		}
	}

	@Test
	void shouldBeAcceptedByPromtool() {
		Promtool.assumeInstalled("promtool");
		Path folder = YamlFile.DEPLOY.resolve("prometheus");
		assertThat(Programs.run(folder, "promtool", "check", "config", "prometheus.yml")).contains("SUCCESS");
		assertThat(Programs.run(folder, "promtool", "check", "config", "archive.yml")).contains("SUCCESS");
		assertThat(Programs.run(folder, "promtool", "check", "rules", "rules/helpdesk.rules.yml")).contains("SUCCESS");
	}

	@Test
	void shouldBeAcceptedByAmtool() {
		Promtool.assumeInstalled("amtool");
		Path folder = YamlFile.DEPLOY.resolve("alertmanager");
		assertThat(Programs.run(folder, "amtool", "check-config", "alertmanager.yml")).contains("SUCCESS",
				"1 templates");
		for (String severity : List.of("critical", "high", "warning", "info")) {
			assertThat(Programs
				.run(folder, "amtool", "config", "routes", "test", "--config.file=alertmanager.yml",
						"severity=" + severity, "service=helpdesk")
				.lines()).contains(severity);
		}
	}

	private static List<Map<String, Object>> compose() {
		return List.of(YamlFile.read("compose.yml"), YamlFile.read("compose.elk.yml"));
	}

	private static Map<String, Map<String, Object>> services() {
		Map<String, Map<String, Object>> services = new LinkedHashMap<>();
		compose().forEach((file) -> map(file.get("services")).forEach((name, service) -> {
			Map<String, Object> merged = services.computeIfAbsent(name, (key) -> new LinkedHashMap<>());
			map(service).forEach(merged::putIfAbsent);
		}));
		return services;
	}

	static Stream<Path> files() throws IOException {
		return Files.walk(YamlFile.DEPLOY)
			.filter(Files::isRegularFile)
			.filter((file) -> !file.startsWith(YamlFile.DEPLOY.resolve("secrets")));
	}

}
