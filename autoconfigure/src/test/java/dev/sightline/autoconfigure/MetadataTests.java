package dev.sightline.autoconfigure;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.sightline.autoconfigure.condition.Signal;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata of the properties, which is what a user reads first.
 */
class MetadataTests {

	private final List<JsonNode> properties = read();

	@Test
	void shouldHaveOurPrefix() {
		assertThat(this.properties).isNotEmpty()
			.allSatisfy((property) -> assertThat(name(property)).startsWith("sightline."));
	}

	@Test
	void shouldDescribeEveryPropertyInASentence() {
		assertThat(this.properties).allSatisfy((property) -> {
			String description = property.path("description").asString("");
			assertThat(description).as(name(property)).endsWith(".").doesNotContain("{@", "<");
			if ("java.lang.Boolean".equals(property.path("type").asString(""))) {
				assertThat(description).as(name(property)).startsWith("Whether ");
			}
			else {
				assertThat(description).as(name(property)).doesNotStartWith("Whether ");
			}
		});
	}

	@Test
	void shouldListEverySwitchOnce() {
		List<String> names = this.properties.stream().map(MetadataTests::name).toList();
		assertThat(names).doesNotHaveDuplicates().contains("sightline.enabled");
		for (Signal signal : Signal.values()) {
			assertThat(names).contains(signal.getSwitch());
		}
	}

	private static String name(JsonNode property) {
		return property.get("name").asString();
	}

	private static List<JsonNode> read() {
		try (InputStream metadata = MetadataTests.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			List<JsonNode> all = new ArrayList<>();
			JsonMapper.shared().readTree(metadata).get("properties").forEach(all::add);
			return all.stream()
				.filter((property) -> !property.path("sourceType").asString("").startsWith("org.springframework"))
				// Spring Boot itself has these for each endpoint.
				.filter((property) -> !name(property).startsWith("management.endpoint.sightline"))
				.toList();
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

}
