/**
 * The health of providers of models, as calls that are made anyway show it.
 */
@NullMarked
package dev.sightline.autoconfigure.llm.health;

import org.jspecify.annotations.NullMarked;
