package dev.sightline.autoconfigure.trail;

import io.micrometer.common.KeyValues;

/**
 * An exception that stands for something that has no observation, since it was refused
 * before it began, and knows what the observation would have told.
 */
public interface Telling {

	/**
	 * What the observation would have told.
	 */
	KeyValues keyValues();

}
