package dev.sightline.autoconfigure.llm;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.bounded.BoundedMap;

/**
 * Bounds the names of models in tags of meters, whoever chooses them.
 */
public final class ModelNames {

	/**
	 * How many models are told apart. All after that are {@link BoundedMap#OTHER}.
	 */
	public static final int LIMIT = BoundedNames.LIMIT;

	private final BoundedNames names = new BoundedNames();

	/**
	 * The tag of a model.
	 * @param model its name, {@code null} or blank if that is not known
	 * @return the name, {@code none} or {@code _other}
	 */
	public String tag(@Nullable String model) {
		return this.names.tag(model);
	}

}
