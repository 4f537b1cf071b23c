/**
 * The second path of the scrape, and answers that are compressed.
 */
@NullMarked
package dev.sightline.autoconfigure.metrics.scrape.web;

import org.jspecify.annotations.NullMarked;
