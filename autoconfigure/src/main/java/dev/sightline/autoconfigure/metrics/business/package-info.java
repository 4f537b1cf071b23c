/**
 * What a business does, where no code of the application has to count it.
 */
@NullMarked
package dev.sightline.autoconfigure.metrics.business;

import org.jspecify.annotations.NullMarked;
