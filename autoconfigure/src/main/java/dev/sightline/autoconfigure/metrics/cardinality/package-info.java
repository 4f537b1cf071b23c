/**
 * Limits on the series of meters.
 */
@NullMarked
package dev.sightline.autoconfigure.metrics.cardinality;

import org.jspecify.annotations.NullMarked;
