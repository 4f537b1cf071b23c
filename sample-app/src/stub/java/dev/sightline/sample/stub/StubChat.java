package dev.sightline.sample.stub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Chats. A request with tools gets a call of the first one, until a tool has answered.
 */
final class StubChat {

	private StubChat() {
	}

	static StubAnswer answer(StubRequest request) {
		JsonNode json = request.json();
		List<JsonNode> messages = new ArrayList<>(json.path("messages").values());
		int promptWords = messages.stream().mapToInt((message) -> StubRequest.words(text(message))).sum();
		JsonNode last = messages.isEmpty() ? json : messages.get(messages.size() - 1);
		boolean tool = json.path("tools").size() > 0 && !"tool".equals(last.path("role").asString(""));
		List<String> words = tool ? List.of() : words(request, text(last));
		StubUsage usage = StubUsage.of(request, promptWords, tool ? 1 : words.size());
		String reason = request.argument("finish-");
		reason = (reason != null) ? reason : (tool ? "tool_calls" : "stop");
		JsonNode call = tool ? call(json.path("tools").path(0).path("function")) : null;
		return json.path("stream").asBoolean(false) ? stream(request, words, call, usage, reason)
				: once(request, words, call, usage, reason);
	}

	private static List<String> words(StubRequest request, String question) {
		if (request.behaves("empty")) {
			return List.of();
		}
		String chunks = request.argument("chunks-");
		if (chunks != null) {
			return IntStream.range(0, Integer.parseInt(chunks)).mapToObj((i) -> "word").toList();
		}
		return List.of(("This answer is simulated. You said: " + question).strip().split("\\s+"));
	}

	/**
	 * The text of a message, which is a string or a list of parts.
	 */
	private static String text(JsonNode message) {
		JsonNode content = message.path("content");
		if (content.isArray()) {
			StringBuilder text = new StringBuilder();
			content.values().forEach((part) -> text.append(part.path("text").asString("")).append(' '));
			return text.toString();
		}
		return content.asString("");
	}

	private static JsonNode call(JsonNode function) {
		ObjectNode arguments = StubRequest.JSON.createObjectNode();
		for (Map.Entry<String, JsonNode> property : function.path("parameters").path("properties").properties()) {
			switch (property.getValue().path("type").asString("string")) {
				case "integer", "number" -> arguments.put(property.getKey(), 1);
				case "boolean" -> arguments.put(property.getKey(), true);
				default -> arguments.put(property.getKey(), "stub");
			}
		}
		ObjectNode call = StubRequest.JSON.createObjectNode();
		call.put("index", 0).put("id", "call_stub").put("type", "function");
		call.putObject("function")
			.put("name", function.path("name").asString(""))
			.put("arguments", arguments.toString());
		return call;
	}

	private static StubAnswer once(StubRequest request, List<String> words, JsonNode call, StubUsage usage,
			String reason) {
		ObjectNode json = head(request, "chat.completion");
		ObjectNode choice = json.putArray("choices").addObject().put("index", 0).put("finish_reason", reason);
		ObjectNode message = choice.putObject("message").put("role", "assistant");
		if (call != null) {
			message.putNull("content").putArray("tool_calls").add(call);
		}
		else {
			message.put("content", String.join(" ", words));
		}
		if (!request.behaves("no-usage")) {
			json.set("usage", usage.toJson());
		}
		return StubAnswer.json(json);
	}

	private static StubAnswer stream(StubRequest request, List<String> words, JsonNode call, StubUsage usage,
			String reason) {
		List<String> events = new ArrayList<>();
		for (int i = 0; i < words.size(); i++) {
			String word = ((i > 0) ? " " : "") + words.get(i);
			ObjectNode chunk = chunk(request, (delta) -> delta.put("content", word), null);
			if (request.behaves("running-usage")) {
				chunk.set("usage", new StubUsage(usage.input(), i + 1, usage.cached(), 0).toJson());
			}
			events.add(chunk.toString());
		}
		if (call != null) {
			events.add(chunk(request, (delta) -> delta.putArray("tool_calls").add(call), null).toString());
		}
		if (!request.behaves("empty")) {
			events.add(chunk(request, (delta) -> {
			}, reason).toString());
		}
		boolean asked = request.json().path("stream_options").path("include_usage").asBoolean(false);
		if (asked && !request.behaves("no-usage") && !request.behaves("empty")) {
			ObjectNode end = head(request, "chat.completion.chunk");
			end.putArray("choices");
			end.set("usage", usage.toJson());
			events.add(end.toString());
		}
		events.add("[DONE]");
		return StubAnswer.stream(events);
	}

	private static ObjectNode chunk(StubRequest request, Consumer<ObjectNode> content, String reason) {
		ObjectNode json = head(request, "chat.completion.chunk");
		ObjectNode choice = json.putArray("choices").addObject().put("index", 0);
		ObjectNode delta = choice.putObject("delta").put("role", "assistant");
		content.accept(delta);
		choice.put("finish_reason", reason);
		return json;
	}

	private static ObjectNode head(StubRequest request, String object) {
		return StubRequest.JSON.createObjectNode()
			.put("id", "chatcmpl-stub")
			.put("object", object)
			.put("created", 1_700_000_000)
			.put("model", request.answeringModel());
	}

}
