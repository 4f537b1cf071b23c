/**
 * What calls of all databases have in common, and what a SQL statement does.
 */
@NullMarked
package dev.sightline.autoconfigure.database;

import org.jspecify.annotations.NullMarked;
