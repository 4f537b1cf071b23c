/**
 * The switches: which signals are on, and why.
 */
@NullMarked
package dev.sightline.autoconfigure.condition;

import org.jspecify.annotations.NullMarked;
