/**
 * Families under the names that dashboards of older backends query.
 */
@NullMarked
package dev.sightline.autoconfigure.metrics.classic;

import org.jspecify.annotations.NullMarked;
