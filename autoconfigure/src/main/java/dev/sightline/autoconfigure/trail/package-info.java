/**
 * What happens in a request and has no observation, kept for whoever tells of its
 * failure.
 */
@NullMarked
package dev.sightline.autoconfigure.trail;

import org.jspecify.annotations.NullMarked;
