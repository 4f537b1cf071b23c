package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.function.Function;

/**
 * How one kind of bean is observed.
 *
 * @param <T> the interface by which the kind is known
 * @param type that interface
 * @param factory makes what answers in place of a bean
 */
record View<T>(Class<T> type, Function<T, T> factory) {

	T of(Object bean) {
		return this.factory.apply(this.type.cast(bean));
	}

}
