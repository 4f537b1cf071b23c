/**
 * Annotations of Micrometer on methods of beans.
 */
@NullMarked
package dev.sightline.autoconfigure.annotation;

import org.jspecify.annotations.NullMarked;
