/**
 * Statements and transactions of JDBC data sources.
 */
@NullMarked
package dev.sightline.autoconfigure.database.jdbc;

import org.jspecify.annotations.NullMarked;
