package dev.sightline.autoconfigure.llm;

import java.util.Objects;
import java.util.function.Function;

import dev.sightline.autoconfigure.bounded.BoundedMap;

/**
 * Names that may be values of a tag, until there are too many of them.
 */
final class BoundedNames {

	private final BoundedMap<String, String> names;

	/**
	 * Create it.
	 * @param limit how many names are told apart
	 */
	BoundedNames(int limit) {
		this.names = new BoundedMap<>(limit, BoundedMap.OTHER);
	}

	/**
	 * The value of the tag.
	 * @return the name, or {@link BoundedMap#OTHER}
	 */
	String get(String name) {
		return Objects.requireNonNullElse(this.names.get(name, Function.identity()), BoundedMap.OTHER);
	}

}
