/**
 * What log lines say of who sent a request: the user and the session.
 */
@NullMarked
package dev.sightline.autoconfigure.logging.context;

import org.jspecify.annotations.NullMarked;
