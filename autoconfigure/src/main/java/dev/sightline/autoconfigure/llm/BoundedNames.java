package dev.sightline.autoconfigure.llm;

import java.util.Objects;

import io.micrometer.common.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.bounded.BoundedMap;

/**
 * Names that may be values of a tag, until there are too many of them.
 */
final class BoundedNames {

	/**
	 * How many names are told apart. All after that are {@link BoundedMap#OTHER}.
	 */
	static final int LIMIT = 100;

	/**
	 * A longer name is none of a model, a tool or a collection.
	 */
	private static final int LENGTH = 200;

	private final BoundedMap<String, String> names = new BoundedMap<>(LIMIT, BoundedMap.OTHER);

	/**
	 * The value of the tag.
	 * @param name the name, {@code null} or blank if that is not known
	 * @return the name, {@code none} or {@link BoundedMap#OTHER}
	 */
	String tag(@Nullable String name) {
		if (!StringUtils.hasText(name)) {
			return KeyValue.NONE_VALUE;
		}
		return (name.length() > LENGTH) ? BoundedMap.OTHER
				: Objects.requireNonNullElse(this.names.get(name, (key) -> key), BoundedMap.OTHER);
	}

}
