/**
 * Service level objectives: rules for Prometheus, and what is left of the error budget.
 */
@NullMarked
package dev.sightline.autoconfigure.slo;

import org.jspecify.annotations.NullMarked;
