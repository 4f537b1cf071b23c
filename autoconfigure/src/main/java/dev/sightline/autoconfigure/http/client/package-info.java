/**
 * Calls of HTTP clients.
 */
@NullMarked
package dev.sightline.autoconfigure.http.client;

import org.jspecify.annotations.NullMarked;
