/**
 * What HTTP servers and clients share.
 */
@NullMarked
package dev.sightline.autoconfigure.http;

import org.jspecify.annotations.NullMarked;
