/**
 * Redis, as it is reached with Lettuce.
 */
@NullMarked
package dev.sightline.autoconfigure.database.redis;

import org.jspecify.annotations.NullMarked;
