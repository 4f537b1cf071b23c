/**
 * Who speaks: the name, version, environment and instance that all signals share.
 */
@NullMarked
package dev.sightline.autoconfigure.identity;

import org.jspecify.annotations.NullMarked;
