package dev.sightline.sample.stub;

import java.util.Base64;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Moderation, which flags what has the word "violence" in it, and images of one pixel.
 */
final class StubOthers {

	private static final String PIXEL = Base64.getEncoder()
		.encodeToString(new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' });

	private StubOthers() {
	}

	static StubAnswer moderation(StubRequest request) {
		boolean flagged = request.json().path("input").toString().contains("violence");
		ObjectNode json = StubRequest.JSON.createObjectNode()
			.put("id", "modr-stub")
			.put("model", request.answeringModel());
		ObjectNode result = json.putArray("results").addObject().put("flagged", flagged);
		ObjectNode categories = result.putObject("categories");
		ObjectNode scores = result.putObject("category_scores");
		ObjectNode types = result.putObject("category_applied_input_types");
		for (String category : new String[] { "sexual", "hate", "harassment", "self-harm", "sexual/minors",
				"hate/threatening", "violence/graphic", "self-harm/intent", "self-harm/instructions",
				"harassment/threatening", "violence", "illicit", "illicit/violent" }) {
			boolean hit = flagged && category.equals("violence");
			categories.put(category, hit);
			scores.put(category, hit ? 0.9 : 0.1);
			types.putArray(category).add("text");
		}
		return StubAnswer.json(json);
	}

	static StubAnswer images(StubRequest request) {
		ObjectNode json = StubRequest.JSON.createObjectNode().put("created", 1_700_000_000);
		ArrayNode data = json.putArray("data");
		for (int i = 0; i < request.json().path("n").asInt(1); i++) {
			data.addObject().put("b64_json", PIXEL);
		}
		return StubAnswer.json(json);
	}

}
