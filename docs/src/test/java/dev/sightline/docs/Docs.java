package dev.sightline.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the documentation is made of: its pages and the configuration metadata.
 */
final class Docs {

	private static final Path DIRECTORY = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize();

	private Docs() {
	}

	static Path page(String name) {
		return DIRECTORY.resolve(name);
	}

	/**
	 * The pages of the documentation and those at the root of the project.
	 */
	static List<Path> pages() {
		try (Stream<Path> docs = Files.walk(DIRECTORY); Stream<Path> root = Files.list(DIRECTORY.getParent())) {
			return Stream.concat(docs, root)
				.filter((path) -> path.toString().endsWith(".md"))
				.filter((path) -> !path.startsWith(DIRECTORY.resolve("target")))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String read(Path page) {
		try {
			return Files.readString(page).replace("\r\n", "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void write(Path page, String text) {
		try {
			Files.createDirectories(page.getParent());
			Files.writeString(page, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The properties of this project, in the order of their names.
	 */
	static List<JsonNode> properties() {
		List<JsonNode> properties = new ArrayList<>();
		try {
			for (URL url : java.util.Collections
				.list(Docs.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream metadata = url.openStream()) {
					JsonMapper.shared().readTree(metadata).get("properties").forEach(properties::add);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return properties.stream()
			.filter((property) -> property.get("name").asString().startsWith("sightline."))
			.sorted(Comparator.comparing((property) -> property.get("name").asString()))
			.toList();
	}

}
