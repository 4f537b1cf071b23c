package dev.sightline.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.sightline.autoconfigure.alert.AlertsPage;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.dashboard.Dashboards;
import dev.sightline.autoconfigure.llm.GenAi;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the pages say.
 */
class PagesTests {

	private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

	private static final Pattern KEY = Pattern.compile("(?<![\\w./-])sightline\\.[a-z][a-z.-]*[a-z]");

	private static final Pattern PANEL = Pattern.compile("`([a-z]+): [^`]+`");

	private static final Pattern RUNBOOK = Pattern.compile("(\\w+) \\(docs/reference/runbooks/([\\w-]+\\.md)#\\w+\\)");

	@Test
	void shouldFindPages() {
		assertThat(Docs.pages()).extracting((page) -> page.getFileName().toString())
			.contains("README.md", "getting-started.md", "switches.md", "properties.md");
	}

	@ParameterizedTest
	@MethodSource("pages")
	void shouldLinkToFilesThatExist(Path page) {
		Matcher links = LINK.matcher(Docs.read(page));
		while (links.find()) {
			String target = links.group(1);
			if (!target.matches("[a-z]+:.*|#.*")) {
				assertThat(page.resolveSibling(target.replaceFirst("#.*", "")).normalize())
					.as("link to %s in %s", target, page)
					.matches(Files::exists, "exists");
			}
		}
	}

	@ParameterizedTest
	@MethodSource("writtenPages")
	void shouldNameOnlyKeysThatExist(Path page) {
		Set<String> known = Docs.properties()
			.stream()
			.map((property) -> property.get("name").asString())
			.collect(Collectors.toSet());
		// Attributes of spans have names like keys.
		Stream.of(GenAi.values()).map(GenAi::key).forEach(known::add);
		Matcher keys = KEY.matcher(Docs.read(page));
		while (keys.find()) {
			String key = keys.group();
			boolean attribute = key.equals("sightline.keep.reason");
			if (!attribute && !key.startsWith("sightline.tags.") && !key.startsWith("sightline.docs.")) {
				assertThat(known).as("key in %s", page).contains(key);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(Signal.class)
	void shouldListWhatASwitchTurnsOff(Signal signal) {
		String page = Docs.read(Docs.page("reference/switches.md"));
		assertThat(page).contains("`" + signal.getSwitch() + "`");
		assertThat(signal.getAutoConfigurations())
			.allSatisfy((name) -> assertThat(page).contains("`" + name.substring(name.lastIndexOf('.') + 1) + "`"));
	}

	/**
	 * A heading is what the part of a URL after {@code #} leads to, in lower case.
	 */
	@Test
	void shouldHaveARunbookForEachAlert() {
		AlertsPage.runbooks().forEach((runbook) -> {
			String[] place = runbook.split("#");
			assertThat(Docs.read(Docs.page("reference/runbooks/" + place[0]))
				.lines()
				.filter((line) -> line.startsWith("## "))
				.map((line) -> line.substring(3).toLowerCase(Locale.ROOT))).as(runbook).containsOnlyOnce(place[1]);
		});
	}

	/**
	 * Each section of a runbook names the panels that lead to it.
	 */
	@Test
	void shouldLeadFromRunbooksToPanelsAndBack() {
		Set<String> named = new TreeSet<>();
		Set<String> sections = new TreeSet<>();
		pages().filter((page) -> page.startsWith(Docs.page("reference/runbooks")) && !page.endsWith("README.md"))
			.forEach((page) -> {
				String text = Docs.read(page);
				Stream.of(text.split("(?m)^## ")).skip(1).forEach((section) -> {
					String name = page.getFileName() + " " + section.lines().findFirst().orElseThrow();
					sections.add(name);
					String panels = section.lines()
						.filter((line) -> line.matches("- Panels?: .*"))
						.collect(Collectors.joining());
					PANEL.matcher(panels).results().forEach((panel) -> {
						named.add(name + " " + panel.group());
						assertThat(text)
							.contains("[`/d/sightline-%1$s`](../../../sample-app/deploy/grafana/dashboards/%1$s.json)"
								.formatted(panel.group(1)));
					});
				});
			});
		Set<String> linked = new TreeSet<>();
		Set<String> alerts = new TreeSet<>();
		Dashboards dashboards = new Dashboards((signal) -> true, true, null, null);
		for (String dashboard : dashboards.titles().keySet()) {
			JsonNode json = JsonMapper.shared().readTree(dashboards.json(dashboard));
			assertThat(json.at("/uid").asString()).isEqualTo("sightline-" + dashboard);
			for (JsonNode panel : json.at("/panels")) {
				RUNBOOK.matcher(panel.at("/description").asString()).results().forEach((runbook) -> {
					String name = runbook.group(2) + " " + runbook.group(1);
					alerts.add(name);
					linked.add("%s `%s: %s`".formatted(name, dashboard, panel.at("/title").asString()));
				});
			}
		}
		assertThat(named).containsExactlyInAnyOrderElementsOf(linked);
		assertThat(alerts).hasSizeGreaterThan(70).containsExactlyInAnyOrderElementsOf(sections);
	}

	static Stream<Path> pages() {
		return Docs.pages().stream();
	}

	static Stream<Path> writtenPages() {
		return pages().filter((page) -> !page.startsWith(Docs.page("appendix")));
	}

}
