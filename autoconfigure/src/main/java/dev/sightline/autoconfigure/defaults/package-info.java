/**
 * The environment of the application: our defaults for Spring Boot's keys, the front
 * panel that maps to them, and the check of what was set.
 */
@NullMarked
package dev.sightline.autoconfigure.defaults;

import org.jspecify.annotations.NullMarked;
