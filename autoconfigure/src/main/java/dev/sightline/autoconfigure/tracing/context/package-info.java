/**
 * The context of a request on the threads that work for it.
 */
@NullMarked
package dev.sightline.autoconfigure.tracing.context;

import org.jspecify.annotations.NullMarked;
