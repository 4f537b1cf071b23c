package dev.sightline.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files below {@code deploy} that the application writes. A test holds them to it, and
 * writes them when asked to.
 */
final class GeneratedFiles {

	private static final String COMMAND = "mvn -q -pl sample-app -am package -Dtest=PrometheusTests "
			+ "-Dsurefire.failIfNoSpecifiedTests=false -Dsightline.docs.write=true";

	private static final String NOTE = "# Written by the application, from its signals and properties: see README.md.\n";

	private GeneratedFiles() {
	}

	/**
	 * The rules as they are, and in the form of the Prometheus Operator.
	 */
	static void rules(String rules) {
		check("prometheus/rules/helpdesk.rules.yml", NOTE + rules);
		check("kubernetes-rules.yml", NOTE + """
				apiVersion: monitoring.coreos.com/v1
				kind: PrometheusRule
				metadata:
				  name: helpdesk
				  labels:
				    app.kubernetes.io/name: helpdesk
				    release: prometheus
				spec:
				""" + rules.replaceAll("(?m)^(?=.)", "  "));
	}

	/**
	 * The dashboards, and no others.
	 * @param endpoint the URL that lists them
	 */
	static void dashboards(String endpoint) throws IOException {
		Set<String> files = new TreeSet<>();
		for (JsonNode dashboard : JsonMapper.shared().readTree(Http.get(endpoint).body()).get("dashboards")) {
			String name = dashboard.get("name").asString();
			check("grafana/dashboards/" + name + ".json", Http.get(endpoint + "/" + name).body());
			files.add(name + ".json");
		}
		assertThat(files).isNotEmpty();
		try (Stream<Path> found = Files.list(YamlFile.DEPLOY.resolve("grafana/dashboards"))) {
			assertThat(found.map((file) -> file.getFileName().toString())).as("deploy/grafana/dashboards")
				.containsExactlyInAnyOrderElementsOf(files);
		}
	}

	private static void check(String name, String expected) {
		Path file = YamlFile.DEPLOY.resolve(name);
		try {
			if (Boolean.getBoolean("sightline.docs.write")) {
				Files.createDirectories(file.getParent());
				Files.writeString(file, expected);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		assertThat(Files.exists(file) ? YamlFile.text(name) : "")
			.as("deploy/%s differs from what the application writes. Write it with: %s", name, COMMAND)
			.isEqualTo(expected);
	}

}
