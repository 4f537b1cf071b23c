/**
 * Requests of HTTP servers.
 */
@NullMarked
package dev.sightline.autoconfigure.http;

import org.jspecify.annotations.NullMarked;
