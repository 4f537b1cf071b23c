package dev.sightline.autoconfigure.health;

import java.util.Map;

/**
 * Tells of a check what its indicator does not.
 */
interface CheckDetails {

	/**
	 * Further details of a check.
	 * @param check its name
	 * @return details by name, possibly none
	 */
	Map<String, ?> of(String check);

}
