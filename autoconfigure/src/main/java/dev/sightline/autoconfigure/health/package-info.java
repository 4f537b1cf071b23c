/**
 * The health probes on the main port.
 */
@NullMarked
package dev.sightline.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
