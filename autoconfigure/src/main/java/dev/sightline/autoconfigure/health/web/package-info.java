/**
 * The health probes on the main port.
 */
@NullMarked
package dev.sightline.autoconfigure.health.web;

import org.jspecify.annotations.NullMarked;
