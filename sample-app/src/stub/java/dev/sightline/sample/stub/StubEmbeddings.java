package dev.sightline.sample.stub;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Embeddings that are alike where the texts share words.
 */
final class StubEmbeddings {

	private static final int DIMENSIONS = 64;

	private StubEmbeddings() {
	}

	static StubAnswer answer(StubRequest request) {
		JsonNode input = request.json().path("input");
		List<String> texts = new ArrayList<>();
		if (input.isArray()) {
			input.values().forEach((text) -> texts.add(text.isString() ? text.asString() : text.toString()));
		}
		else {
			texts.add(input.asString(""));
		}
		boolean base64 = "base64".equals(request.json().path("encoding_format").asString("float"));
		int dimensions = request.json().path("dimensions").asInt(DIMENSIONS);
		ObjectNode json = StubRequest.JSON.createObjectNode()
			.put("object", "list")
			.put("model", request.answeringModel());
		ArrayNode data = json.putArray("data");
		for (int i = 0; i < texts.size(); i++) {
			ObjectNode one = data.addObject().put("object", "embedding").put("index", i);
			float[] vector = vector(texts.get(i), dimensions);
			if (base64) {
				one.put("embedding", base64(vector));
			}
			else {
				ArrayNode numbers = one.putArray("embedding");
				for (float number : vector) {
					numbers.add(number);
				}
			}
		}
		if (!request.behaves("no-usage")) {
			StubUsage usage = StubUsage.of(request, texts.stream().mapToInt(StubRequest::words).sum(), 0);
			json.putObject("usage").put("prompt_tokens", usage.input()).put("total_tokens", usage.input());
		}
		return StubAnswer.json(json);
	}

	private static float[] vector(String text, int dimensions) {
		float[] vector = new float[dimensions];
		// No text may be without direction.
		vector[0] = 0.01f;
		for (String word : text.toLowerCase(Locale.ROOT).split("\\W+")) {
			if (word.length() > 3) {
				vector[Math.floorMod(word.hashCode(), dimensions)] += 1;
			}
		}
		double length = 0;
		for (float number : vector) {
			length += number * number;
		}
		for (int i = 0; i < dimensions; i++) {
			vector[i] /= (float) Math.sqrt(length);
		}
		return vector;
	}

	private static String base64(float[] vector) {
		ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(vector);
		return Base64.getEncoder().encodeToString(bytes.array());
	}

}
