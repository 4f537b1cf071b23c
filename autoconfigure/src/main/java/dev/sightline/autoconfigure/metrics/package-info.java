/**
 * The Prometheus scrape.
 */
@NullMarked
package dev.sightline.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
