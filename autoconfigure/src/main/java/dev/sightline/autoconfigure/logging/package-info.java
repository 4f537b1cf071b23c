/**
 * Log lines.
 */
@NullMarked
package dev.sightline.autoconfigure.logging;

import org.jspecify.annotations.NullMarked;
