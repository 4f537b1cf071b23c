/**
 * Traces that matter are kept though the sampler did not want them.
 */
@NullMarked
package dev.sightline.autoconfigure.tracing.keep;

import org.jspecify.annotations.NullMarked;
