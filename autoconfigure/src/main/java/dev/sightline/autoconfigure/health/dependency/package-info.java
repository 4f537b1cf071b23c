/**
 * Checks of what an application depends on, made from properties.
 */
@NullMarked
package dev.sightline.autoconfigure.health.dependency;

import org.jspecify.annotations.NullMarked;
