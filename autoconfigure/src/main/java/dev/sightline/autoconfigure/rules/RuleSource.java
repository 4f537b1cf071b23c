package dev.sightline.autoconfigure.rules;

import java.util.List;

/**
 * Has a part in the file of rules of this application. Beans of this type are asked in
 * their order.
 */
@FunctionalInterface
public interface RuleSource {

	/**
	 * The groups for this application as it is now.
	 * @return the groups, possibly none
	 */
	List<RuleGroup> groups();

}
