package dev.sightline.autoconfigure.llm;

import io.micrometer.common.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.bounded.BoundedMap;

/**
 * Bounds the names of models in tags of meters, whoever chooses them.
 */
public final class ModelNames {

	/**
	 * How many models are told apart. All after that are {@link BoundedMap#OTHER}.
	 */
	public static final int LIMIT = 100;

	/**
	 * A longer name is none of a model.
	 */
	private static final int LENGTH = 200;

	private final BoundedNames names = new BoundedNames(LIMIT);

	/**
	 * The tag of a model.
	 * @param model its name, {@code null} or blank if that is not known
	 * @return the name, {@code none} or {@code _other}
	 */
	public String tag(@Nullable String model) {
		if (!StringUtils.hasText(model)) {
			return KeyValue.NONE_VALUE;
		}
		return (model.length() > LENGTH) ? BoundedMap.OTHER : this.names.get(model);
	}

}
