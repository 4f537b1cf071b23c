/**
 * What calls of models cost, worked out from prices.
 */
@NullMarked
package dev.sightline.autoconfigure.llm.cost;

import org.jspecify.annotations.NullMarked;
