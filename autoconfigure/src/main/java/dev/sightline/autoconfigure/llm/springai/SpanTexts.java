package dev.sightline.autoconfigure.llm.springai;

import java.util.List;
import java.util.function.UnaryOperator;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Keeps texts away from spans that Spring AI puts there, or takes the secrets out of
 * them. It is asked when all filters of observations have been, whatever their order.
 */
class SpanTexts {

	private final List<String> keys;

	private final @Nullable UnaryOperator<String> cleaner;

	/**
	 * Create it.
	 * @param keys the keys of texts
	 * @param cleaner makes of a text what may leave, {@code null} if nothing may
	 */
	SpanTexts(List<String> keys, @Nullable UnaryOperator<String> cleaner) {
		this.keys = keys;
		this.cleaner = cleaner;
	}

	void clean(Observation.Context context) {
		for (String key : this.keys) {
			KeyValue text = context.getHighCardinalityKeyValue(key);
			if (text != null) {
				context.removeHighCardinalityKeyValue(key);
				if (this.cleaner != null) {
					context.addHighCardinalityKeyValue(KeyValue.of(key, this.cleaner.apply(text.getValue())));
				}
			}
		}
	}

}
