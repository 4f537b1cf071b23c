package dev.sightline.autoconfigure.llm;

import io.micrometer.common.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * What the convention calls {@code error.type}.
 */
final class ErrorType {

	private ErrorType() {
	}

	/**
	 * The type of an error.
	 * @param error the error, {@code null} if there was none
	 */
	static String of(@Nullable Throwable error) {
		return (error != null) ? error.getClass().getSimpleName() : KeyValue.NONE_VALUE;
	}

}
