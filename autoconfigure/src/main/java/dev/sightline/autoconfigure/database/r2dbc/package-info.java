/**
 * Databases that are reached with R2DBC.
 */
@NullMarked
package dev.sightline.autoconfigure.database.r2dbc;

import org.jspecify.annotations.NullMarked;
