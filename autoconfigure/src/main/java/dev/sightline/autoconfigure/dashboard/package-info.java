/**
 * Dashboards that match the application: which there are, what they show and how Grafana
 * and Kibana get them.
 */
@NullMarked
package dev.sightline.autoconfigure.dashboard;

import org.jspecify.annotations.NullMarked;
