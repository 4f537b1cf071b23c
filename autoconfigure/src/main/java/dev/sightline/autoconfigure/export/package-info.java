/**
 * What was sent, dropped and failed on its way out of the process, and the one step in
 * which all signals send what they still have at its end.
 */
@NullMarked
package dev.sightline.autoconfigure.export;

import org.jspecify.annotations.NullMarked;
