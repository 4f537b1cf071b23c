package dev.sightline.autoconfigure.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * JSON whose members stay in order, so that the same dashboard is the same text.
 */
final class Json {

	private Json() {
	}

	/**
	 * Make an object.
	 * @param namesAndValues a name, its value, the next name and so on
	 * @return the object, which may be changed
	 */
	static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
		}
		return object;
	}

	static String write(Object json) {
		return JsonWriter.standard().writeToString(json);
	}

}
