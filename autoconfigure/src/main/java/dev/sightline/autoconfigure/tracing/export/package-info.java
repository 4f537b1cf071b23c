/**
 * The way of spans out of the process: bounded, quiet, counted and without secrets.
 */
@NullMarked
package dev.sightline.autoconfigure.tracing.export;

import org.jspecify.annotations.NullMarked;
