package dev.sightline.autoconfigure.health.web;

import org.jspecify.annotations.Nullable;

/**
 * Gives the series of health alone.
 */
interface HealthSeries {

	/**
	 * Scrape them.
	 * @param accept the formats that are asked for
	 */
	Answer scrape(@Nullable String accept);

}
