/**
 * The application that is measured: it knows nothing of what observes it.
 */
@NullMarked
package dev.sightline.benchmark.app;

import org.jspecify.annotations.NullMarked;
