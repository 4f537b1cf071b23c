/**
 * A scrape that ends whatever the metrics do.
 */
@NullMarked
package dev.sightline.autoconfigure.metrics.scrape;

import org.jspecify.annotations.NullMarked;
