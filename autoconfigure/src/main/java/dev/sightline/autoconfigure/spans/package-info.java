/**
 * The way from an observation to its span, without or with tracing.
 */
@NullMarked
package dev.sightline.autoconfigure.spans;

import org.jspecify.annotations.NullMarked;
