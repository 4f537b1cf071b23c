/**
 * Calls of language models and what belongs to them: measured, priced and bounded,
 * whichever library makes them.
 */
@NullMarked
package dev.sightline.autoconfigure.llm;

import org.jspecify.annotations.NullMarked;
