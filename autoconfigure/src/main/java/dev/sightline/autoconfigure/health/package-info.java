/**
 * Checks that run in the background, and what they say.
 */
@NullMarked
package dev.sightline.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
