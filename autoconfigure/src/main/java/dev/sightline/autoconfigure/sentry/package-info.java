/**
 * Errors sent to Sentry: linked to their traces, without secrets, and bounded.
 */
@NullMarked
package dev.sightline.autoconfigure.sentry;

import org.jspecify.annotations.NullMarked;
