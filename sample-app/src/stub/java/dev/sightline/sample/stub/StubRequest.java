package dev.sightline.sample.stub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the stub was asked for.
 *
 * @param model the model without what follows it
 * @param behaviour what followed the model, each after a {@code +}
 * @param json the body, an empty object if it is no JSON
 * @param text the body as text
 */
record StubRequest(String model, List<String> behaviour, JsonNode json, String text) {

	static final JsonMapper JSON = JsonMapper.builder().build();

	private static final Pattern MULTIPART_MODEL = Pattern
		.compile("name=\"?model\"?[^\\r\\n]*\\r\\n(?:[^\\r\\n]+\\r\\n)*\\r\\n([^\\r\\n]*)");

	static StubRequest read(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		String type = exchange.getRequestHeaders().getFirst("Content-Type");
		String text = new String(body, StandardCharsets.UTF_8);
		JsonNode json = JSON.createObjectNode();
		String model;
		if (type != null && type.startsWith("multipart/")) {
			text = new String(body, StandardCharsets.ISO_8859_1);
			Matcher matcher = MULTIPART_MODEL.matcher(text);
			model = matcher.find() ? matcher.group(1) : "";
		}
		else {
			if (!text.isBlank()) {
				json = JSON.readTree(text);
			}
			model = json.path("model").asString("");
		}
		String[] parts = model.split("\\+");
		return new StubRequest(parts[0], List.of(parts).subList(1, parts.length), json, text);
	}

	boolean behaves(String behaviour) {
		return this.behaviour.contains(behaviour) || this.model.equals(behaviour);
	}

	/**
	 * What follows a behaviour in its name, such as {@code 100-50} in
	 * {@code usage-100-50}.
	 * @return the rest, {@code null} if it does not behave so
	 */
	String argument(String prefix) {
		return this.behaviour.stream()
			.filter((one) -> one.startsWith(prefix))
			.map((one) -> one.substring(prefix.length()))
			.findFirst()
			.orElse(null);
	}

	/**
	 * The name that the provider's answer has: some names are those of a family, and the
	 * answer tells which member it was.
	 */
	String answeringModel() {
		return switch (this.model) {
			case "gpt-4o" -> "gpt-4o-2024-08-06";
			case "gpt-4o-mini" -> "gpt-4o-mini-2024-07-18";
			default -> this.model;
		};
	}

	static int words(String text) {
		return text.isBlank() ? 0 : text.strip().split("\\s+").length;
	}

}
