/**
 * Bounds on what is kept and on what is said.
 */
@NullMarked
package dev.sightline.autoconfigure.bounded;

import org.jspecify.annotations.NullMarked;
