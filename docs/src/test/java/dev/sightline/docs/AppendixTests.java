package dev.sightline.docs;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import dev.sightline.autoconfigure.alert.AlertsPage;
import dev.sightline.autoconfigure.defaults.DefaultsPage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the generated pages to the code, and writes them when asked to.
 */
class AppendixTests {

	private static final String COMMAND = "mvn -q -pl docs -am test -Dtest=AppendixTests "
			+ "-Dsurefire.failIfNoSpecifiedTests=false -Dsightline.docs.write=true";

	@Test
	void shouldListTheProperties() {
		check("appendix/properties.md", PropertiesPage.render(Docs.properties()));
	}

	@Test
	void shouldListTheDefaults() {
		check("appendix/defaults.md", DefaultsPage.render());
	}

	@Test
	void shouldListTheAlerts() {
		check("appendix/alerts.md", AlertsPage.render());
	}

	private static void check(String name, String expected) {
		Path page = Docs.page(name);
		if (Boolean.getBoolean("sightline.docs.write")) {
			Docs.write(page, expected);
		}
		assertThat(Files.exists(page) ? Docs.read(page) : "")
			.as("docs/%s differs from the code. Write it with: %s", name, COMMAND)
			.isEqualTo(expected);
	}

}
