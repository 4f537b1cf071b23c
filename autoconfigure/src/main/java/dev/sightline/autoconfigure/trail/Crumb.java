package dev.sightline.autoconfigure.trail;

import io.micrometer.common.KeyValues;

/**
 * Something that happened, and that can tell of itself if somebody asks. It is kept for
 * as long as a request lasts, so it holds nothing but what lives longer anyway.
 */
public interface Crumb {

	/**
	 * The kind of thing that happened, by the name that metrics have for it.
	 */
	String name();

	/**
	 * What happened, in a few words without values that somebody typed.
	 */
	String message();

	/**
	 * What else is known.
	 */
	KeyValues keyValues();

}
