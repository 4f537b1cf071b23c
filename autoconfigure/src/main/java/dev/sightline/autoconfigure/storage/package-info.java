/**
 * Object storage that is reached with the AWS SDK for Java 2.
 */
@NullMarked
package dev.sightline.autoconfigure.storage;

import org.jspecify.annotations.NullMarked;
