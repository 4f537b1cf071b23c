/**
 * Time series by the thousand, for the measurements of a scrape.
 */
@NullMarked
package dev.sightline.benchmark.series;

import org.jspecify.annotations.NullMarked;
