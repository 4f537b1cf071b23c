package dev.sightline.autoconfigure.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;

import org.springframework.boot.json.JsonWriter;

import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Puts the texts of calls onto their spans, without secrets and not longer than allowed.
 * It is there only if the user wants that.
 */
public final class ContentAttributes {

	private static final String CUT = "... [%d characters cut]";

	private final Redactor redactor;

	private final int maxLength;

	ContentAttributes(Redactor redactor, int maxLength) {
		this.redactor = redactor;
		this.maxLength = maxLength;
	}

	void write(Observation.Context context, ModelContent content) {
		put(context, GenAi.INPUT_MESSAGES, content.input());
		put(context, GenAi.OUTPUT_MESSAGES, content.output());
	}

	/**
	 * A text as it may leave the process.
	 * @param text the text as it is
	 * @return the text without secrets, cut to the length that is allowed
	 */
	public String clean(String text) {
		return cut(this.redactor.redact(text), this.maxLength);
	}

	private static String cut(String text, int length) {
		return (text.length() <= length) ? text : text.substring(0, length) + CUT.formatted(text.length() - length);
	}

	private void put(Observation.Context context, GenAi name, List<ModelMessage> messages) {
		if (!messages.isEmpty()) {
			context.addHighCardinalityKeyValue(KeyValue.of(name.key(), json(messages)));
		}
	}

	/**
	 * The shape of the conventions, with parts of text alone. The last messages are those
	 * that a long conversation is about, so it is cut at its beginning.
	 */
	private String json(List<ModelMessage> messages) {
		List<Map<String, Object>> shown = new ArrayList<>();
		int left = this.maxLength;
		for (int i = messages.size() - 1; i >= 0 && left > 0; i--) {
			ModelMessage message = messages.get(i);
			String text = this.redactor.redact(message.text());
			shown.add(0, Map.of("role", message.role(), "parts",
					List.of(Map.of("type", "text", "content", cut(text, left)))));
			left -= text.length();
		}
		return JsonWriter.standard().writeToString(shown);
	}

}
