/**
 * What the machine, the container and the process have left.
 */
@NullMarked
package dev.sightline.autoconfigure.system;

import org.jspecify.annotations.NullMarked;
