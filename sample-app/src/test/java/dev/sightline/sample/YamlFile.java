package dev.sightline.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.Yaml;

/**
 * A file below {@code deploy}, as a reader of YAML sees it.
 */
final class YamlFile {

	static final Path DEPLOY = Path.of("deploy");

	private YamlFile() {
	}

	static String text(String name) {
		try {
			return Files.readString(DEPLOY.resolve(name)).replace("\r\n", "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Map<String, Object> read(String name) {
		return documents(name).get(0);
	}

	static List<Map<String, Object>> documents(String name) {
		List<Map<String, Object>> documents = new ArrayList<>();
		new Yaml().loadAll(text(name)).forEach((document) -> documents.add(map(document)));
		return documents;
	}

	/**
	 * What is at a path of keys and positions, such as {@code "spec", "ports", 0}.
	 */
	static Object at(Object value, Object... path) {
		for (Object step : path) {
			value = (step instanceof Integer position) ? list(value).get(position) : map(value).get(step);
		}
		return value;
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> map(Object value) {
		return (Map<String, Object>) value;
	}

	@SuppressWarnings("unchecked")
	static List<Object> list(Object value) {
		return (List<Object>) value;
	}

}
