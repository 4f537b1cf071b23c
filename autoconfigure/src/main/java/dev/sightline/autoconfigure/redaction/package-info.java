/**
 * One way out for anything that may hold a secret.
 */
@NullMarked
package dev.sightline.autoconfigure.redaction;

import org.jspecify.annotations.NullMarked;
