package dev.sightline.autoconfigure.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import dev.sightline.autoconfigure.condition.Signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Dashboards}.
 */
class DashboardsTests {

	private static final Predicate<Signal> ALL = (signal) -> true;

	private static final Dashboards DASHBOARDS = new Dashboards(ALL, true, "https://docs.example.org/", null);

	@Test
	void shouldBeReadableByGrafana() {
		Set<String> uids = new HashSet<>();
		for (JsonNode dashboard : all(DASHBOARDS)) {
			assertThat(uids.add(dashboard.at("/uid").asString())).isTrue();
			assertThat(dashboard.at("/uid").asString().length()).isLessThanOrEqualTo(40);
			assertThat(dashboard.at("/time/from").asString()).isEqualTo("now-1h");
			assertThat(dashboard.at("/schemaVersion").asInt()).isEqualTo(42);
			assertThat(dashboard.at("/description").asString()).endsWith(".");
			assertThat(names(dashboard.at("/templating/list"))).contains("datasource", "application", "instance")
				.doesNotHaveDuplicates();
			assertThat(names(dashboard.at("/annotations/list"))).containsExactly("Deployments", "Restarts", "Alerts");
		}
		assertThat(uids).hasSize(DASHBOARDS.titles().size()).contains("sightline-application", "sightline-ai");
	}

	@Test
	void panelsShouldTellWhatTheyShow() {
		for (JsonNode dashboard : all(DASHBOARDS)) {
			Set<Integer> ids = new HashSet<>();
			Set<String> titles = new HashSet<>();
			for (JsonNode panel : dashboard.at("/panels")) {
				String title = dashboard.at("/title").asString() + ": " + panel.at("/title").asString();
				assertThat(ids.add(panel.at("/id").asInt())).as(title).isTrue();
				if (panel.at("/type").asString().equals("row")) {
					continue;
				}
				assertThat(titles.add(title)).as(title).isTrue();
				assertThat(panel.at("/description").asString()).as(title)
					.matches(
							"(?s)[A-Z0-9].*\\.\\n\\n\\[.*]\\(https://docs\\.example\\.org/[a-z].*\\.md(#[a-z0-9-]+)?\\)"
									+ "(\\n\\nRunbooks: \\[[A-Z].*)?");
				assertThat(panel.at("/fieldConfig/defaults/unit").asString()).as(title).isNotEmpty();
				assertThat(panel.at("/datasource/uid").asString()).as(title).isIn("${datasource}", "${logs}");
				assertThat(panel.at("/targets")).as(title).isNotEmpty();
				for (JsonNode target : panel.at("/targets")) {
					assertThat(target.at("/datasource")).as(title).isEqualTo(panel.at("/datasource"));
					assertThat(target.at("/expr").asString()).as(title).isNotEmpty().doesNotContain("@", "%");
				}
			}
		}
	}

	@Test
	void panelsShouldNotOverlap() {
		for (JsonNode dashboard : all(DASHBOARDS)) {
			Set<List<Integer>> taken = new HashSet<>();
			for (JsonNode panel : dashboard.at("/panels")) {
				JsonNode grid = panel.at("/gridPos");
				int right = grid.at("/x").asInt() + grid.at("/w").asInt();
				assertThat(right).isLessThanOrEqualTo(24);
				for (int x = grid.at("/x").asInt(); x < right; x++) {
					for (int y = grid.at("/y").asInt(); y < grid.at("/y").asInt() + grid.at("/h").asInt(); y++) {
						assertThat(taken.add(List.of(x, y))).as("%s at %s, %s", panel.at("/title"), x, y).isTrue();
					}
				}
			}
		}
	}

	@Test
	void shouldLinkToPagesThatExist() {
		for (JsonNode dashboard : all(new Dashboards(ALL, true, null, null))) {
			for (JsonNode panel : dashboard.at("/panels")) {
				String description = panel.at("/description").asString();
				if (!description.isEmpty()) {
					Matcher pages = Pattern.compile("docs/[a-z/-]+\\.md(#[a-z0-9-]+)?").matcher(description);
					assertThat(pages.results().map((page) -> page.group().split("#")).toList())
						.as(panel.at("/title").asString())
						.isNotEmpty()
						.allSatisfy((page) -> {
							assertThat(Path.of("..", page[0])).exists();
							assertThat(page.length == 1 || anchors(Path.of("..", page[0])).contains(page[1])).isTrue();
						});
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void shouldLeaveOutWhatIsOff(Signal off) {
		Dashboards without = new Dashboards((signal) -> signal != off, true, null, null);
		List<String> all = ids(DASHBOARDS);
		List<String> left = ids(without);
		// The panels that stay are the same ones.
		assertThat(all).containsAll(left);
		String text = all(without).toString();
		if (off == Signal.LLM) {
			assertThat(without.json("ai")).isNull();
			assertThat(text).doesNotContain("gen_ai_client", "rag_", "db_vector");
		}
		if (off == Signal.HTTP) {
			assertThat(text).doesNotContain("rate(http_server", "http_client");
		}
		if (off == Signal.SECURITY) {
			assertThat(text).doesNotContain("auth_attempts", "security_events");
		}
		if (off == Signal.REDIS) {
			assertThat(text).doesNotContain("redis_up", "db_system_name='redis'");
		}
		if (off == Signal.LOGGING) {
			assertThat(without.json("logs")).isNull();
			assertThat(text).doesNotContain("/d/sightline-logs", "logback_events");
		}
	}

	@Test
	void shouldHaveNoDashboardThatWouldBeEmpty() {
		Dashboards none = new Dashboards((signal) -> false, true, null, null);
		assertThat(none.titles().keySet()).containsExactly("telemetry");
	}

	@Test
	void shouldHaveThePanelsThatTheDocsName() throws IOException {
		List<String> titles = ids(DASHBOARDS).stream()
			.map((id) -> id.replaceFirst("sightline-([a-z]+) \\d+ ", "$1: "))
			.toList();
		String page = Files.readString(Path.of("../docs/reference/dashboards.md"));
		Matcher named = Pattern.compile("`([a-z]+: [^`]+)`").matcher(page);
		List<String> names = named.results().map((result) -> result.group(1)).toList();
		assertThat(names).hasSizeGreaterThan(60);
		assertThat(titles).containsAll(names);
	}

	@Test
	void shouldLinkToRunbooks() {
		String docs = new Dashboards(ALL, true, "https://a.example.org/docs", null).json("ai");
		assertThat(docs).contains("[ModelSlow](https://a.example.org/docs/reference/runbooks/llm.md#modelslow)");
		String hers = new Dashboards(ALL, true, null, "https://b.example.org/run").json("ai");
		assertThat(hers).contains("[ModelSlow](https://b.example.org/run/llm.md#modelslow)",
				"What it means and what to do: docs/reference/llm.md");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> new Dashboards(ALL, true, "wiki/docs", null))
			.satisfies((ex) -> assertThat(ex.getName()).isEqualTo("sightline.dashboards.docs-url"));
	}

	@Test
	void shouldKnowNoOther() {
		assertThat(DASHBOARDS.json("nothing")).isNull();
	}

	@Test
	void shouldBeTheSameTextEachTime() {
		assertThat(new Dashboards(ALL, true, null, null).json("system"))
			.isEqualTo(new Dashboards(ALL, true, "", "").json("system"))
			.startsWith("{\"uid\":\"sightline-system\",\"title\":");
	}

	private static List<JsonNode> all(Dashboards dashboards) {
		return dashboards.titles()
			.keySet()
			.stream()
			.map((name) -> JsonMapper.shared().readTree(dashboards.json(name)))
			.toList();
	}

	private static List<String> ids(Dashboards dashboards) {
		List<String> ids = new ArrayList<>();
		for (JsonNode dashboard : all(dashboards)) {
			for (JsonNode panel : dashboard.at("/panels")) {
				ids.add(dashboard.at("/uid").asString() + " " + panel.at("/id").asInt() + " "
						+ panel.at("/title").asString());
			}
		}
		return ids;
	}

	private static List<String> names(JsonNode list) {
		List<String> names = new ArrayList<>();
		list.forEach((node) -> names.add(node.at("/name").asString()));
		return names;
	}

	private static List<String> anchors(Path file) {
		try {
			return Files.readAllLines(file)
				.stream()
				.filter((line) -> line.startsWith("#"))
				.map((line) -> line.replaceFirst("^#+ ", "")
					.toLowerCase()
					.replaceAll("[^a-z0-9 _-]", "")
					.replace(' ', '-'))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
