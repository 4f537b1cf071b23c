/**
 * Alerts: rules for Prometheus about what this application tells.
 */
@NullMarked
package dev.sightline.autoconfigure.alert;

import org.jspecify.annotations.NullMarked;
