/**
 * Descriptions of meters that are registered without one.
 */
@NullMarked
package dev.sightline.autoconfigure.metrics.description;

import org.jspecify.annotations.NullMarked;
