/**
 * Files that clients upload.
 */
@NullMarked
package dev.sightline.autoconfigure.upload;

import org.jspecify.annotations.NullMarked;
