/**
 * Calls of models that Spring AI makes.
 */
@NullMarked
package dev.sightline.autoconfigure.llm.springai;

import org.jspecify.annotations.NullMarked;
