/**
 * Requests of HTTP servers.
 */
@NullMarked
package dev.sightline.autoconfigure.http.server;

import org.jspecify.annotations.NullMarked;
