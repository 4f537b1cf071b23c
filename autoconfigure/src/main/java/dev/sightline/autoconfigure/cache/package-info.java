/**
 * Caches behind Spring's cache abstraction.
 */
@NullMarked
package dev.sightline.autoconfigure.cache;

import org.jspecify.annotations.NullMarked;
