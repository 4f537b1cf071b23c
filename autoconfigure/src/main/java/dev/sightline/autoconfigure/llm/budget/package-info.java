/**
 * Budgets of what calls of models may cost.
 */
@NullMarked
package dev.sightline.autoconfigure.llm.budget;

import org.jspecify.annotations.NullMarked;
