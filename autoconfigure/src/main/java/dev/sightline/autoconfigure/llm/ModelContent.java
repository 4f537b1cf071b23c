package dev.sightline.autoconfigure.llm;

import java.util.List;

/**
 * The texts of a call.
 *
 * @param input the messages of the prompt
 * @param output the messages of the answer, empty if there was none
 */
public record ModelContent(List<ModelMessage> input, List<ModelMessage> output) {

	/**
	 * Nothing is known.
	 */
	public static final ModelContent NONE = new ModelContent(List.of(), List.of());

}
