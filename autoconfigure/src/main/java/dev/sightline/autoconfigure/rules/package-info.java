/**
 * What a file of rules for Prometheus is made of, and who has a part in it.
 */
@NullMarked
package dev.sightline.autoconfigure.rules;

import org.jspecify.annotations.NullMarked;
