package dev.sightline.autoconfigure.llm;

/**
 * A text of a prompt or of an answer.
 *
 * @param role whose it is, such as {@code system}, {@code user} or {@code assistant}
 * @param text the text as it is, with whatever secrets are in it
 */
public record ModelMessage(String role, String text) {

}
