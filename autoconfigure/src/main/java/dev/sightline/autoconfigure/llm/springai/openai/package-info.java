/**
 * Spring AI's models of OpenAI for speech, transcription and moderation, which have no
 * observation of their own.
 */
@NullMarked
package dev.sightline.autoconfigure.llm.springai.openai;

import org.jspecify.annotations.NullMarked;
