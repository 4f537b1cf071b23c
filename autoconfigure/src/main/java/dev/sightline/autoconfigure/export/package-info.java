/**
 * What was sent, dropped and failed on its way out of the process.
 */
@NullMarked
package dev.sightline.autoconfigure.export;

import org.jspecify.annotations.NullMarked;
