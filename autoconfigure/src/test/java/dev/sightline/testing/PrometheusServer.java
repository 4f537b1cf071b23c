package dev.sightline.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus that scrapes each second, and the exporters beside it, as processes
 * of their own on 127.0.0.1. They have to be installed (Debian: {@code prometheus},
 * {@code prometheus-node-exporter} and so on).
 */
public final class PrometheusServer implements AutoCloseable {

	private static final String TARGET = """
			- job_name: %s
			  metrics_path: %s
			  static_configs: [{targets: ['127.0.0.1:%d']}]
			""";

	/**
	 * An alert that always fires once there is an application.
	 */
	private static final String RULES = """
			groups:
			- name: test
			  rules:
			  - {alert: ThereIsSomething, expr: up, labels: {severity: info}}
			""";

	private final Path folder;

	private final int port = ChildApp.freePort();

	private final StringBuilder targets = new StringBuilder();

	private String rules = RULES;

	private final List<Process> processes = new ArrayList<>();

	/**
	 * Create a server that is not started.
	 * @param folder where it may write
	 */
	public PrometheusServer(Path folder) {
		this.folder = folder;
	}

	/**
	 * Scrape an application.
	 * @param job the label {@code job}
	 * @param path the path of the scrape
	 * @param port its port
	 * @return this server
	 */
	public PrometheusServer scrape(String job, String path, int port) {
		this.targets.append(TARGET.formatted(job, path, port));
		return this;
	}

	/**
	 * Evaluate rules beside those of this server, each second.
	 * @param rules a file of rules, as an application writes it
	 * @return this server
	 */
	public PrometheusServer rules(String rules) {
		this.rules = rules + RULES.substring(RULES.indexOf('\n') + 1);
		return this;
	}

	/**
	 * Start an exporter and scrape it.
	 * @param job the label {@code job}
	 * @param variable a variable of its environment, empty for none
	 * @param value the value of the variable
	 * @param command the command, to which the option for the address is added
	 * @return this server
	 */
	public PrometheusServer exporter(String job, String variable, String value, String... command) {
		int free = ChildApp.freePort();
		List<String> all = new ArrayList<>(List.of(command));
		all.add("--web.listen-address=127.0.0.1:" + free);
		start(job, variable, value, all);
		return scrape(job, "/metrics", free);
	}

	public PrometheusServer start() {
		try {
			Path rules = Files.writeString(this.folder.resolve("rules.yml"), this.rules);
			Path configuration = Files.writeString(this.folder.resolve("prometheus.yml"),
					"global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}\nrule_files: ['" + rules
							+ "']\nscrape_configs:\n" + this.targets);
			start("prometheus", "", "",
					List.of("prometheus", "--config.file=" + configuration,
							"--storage.tsdb.path=" + this.folder.resolve("data"),
							"--web.listen-address=127.0.0.1:" + this.port, "--enable-feature=exemplar-storage"));
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void start(String name, String variable, String value, List<String> command) {
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.folder.resolve(name + ".log").toFile());
			if (!variable.isEmpty()) {
				builder.environment().put(variable, value);
			}
			this.processes.add(builder.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ask for the result of a query now.
	 * @param query the query in PromQL
	 * @return the series of the result
	 * @throws IllegalArgumentException if it is no query
	 */
	public JsonNode query(String query) {
		return ask("query?query=" + encode(query));
	}

	/**
	 * Ask for the course of a query.
	 * @param query the query in PromQL
	 * @param from the first second
	 * @param to the last second
	 * @param step seconds from one value to the next
	 * @return the series of the result
	 */
	public JsonNode range(String query, long from, long to, long step) {
		return ask("query_range?query=" + encode(query) + "&start=" + from + "&end=" + to + "&step=" + step);
	}

	private JsonNode ask(String path) {
		JsonNode answer = JsonMapper.shared()
			.readTree(Http.get("http://127.0.0.1:" + this.port + "/api/v1/" + path).body());
		if (!answer.at("/status").asString().equals("success")) {
			throw new IllegalArgumentException(answer.at("/error").asString());
		}
		return answer.at("/data/result");
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.processes.forEach(Process::destroy);
		for (Process process : this.processes) {
			try {
				process.waitFor();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
