/**
 * Checks of threads that are all taken while work waits for them.
 */
@NullMarked
package dev.sightline.autoconfigure.health.starvation;

import org.jspecify.annotations.NullMarked;
