/**
 * Annotations of Micrometer and OpenTelemetry on methods of beans.
 */
@NullMarked
package dev.sightline.autoconfigure.annotation;

import org.jspecify.annotations.NullMarked;
