/**
 * What of a trace travels between processes: its ids in the formats that others speak,
 * and baggage within limits.
 */
@NullMarked
package dev.sightline.autoconfigure.tracing.propagation;

import org.jspecify.annotations.NullMarked;
