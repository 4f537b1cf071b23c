/**
 * Traces and their export.
 */
@NullMarked
package dev.sightline.autoconfigure.tracing;

import org.jspecify.annotations.NullMarked;
