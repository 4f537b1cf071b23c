/**
 * What Spring Security decides, as metrics, log lines and audit events.
 */
@NullMarked
package dev.sightline.autoconfigure.security;

import org.jspecify.annotations.NullMarked;
