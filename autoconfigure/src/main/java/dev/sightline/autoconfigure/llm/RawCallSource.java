package dev.sightline.autoconfigure.llm;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Knows the observations that anyone makes with the name and the key-values of the
 * conventions, without a library.
 */
final class RawCallSource implements ModelCallSource {

	private static final String CHAT = "chat";

	@Override
	public boolean supports(Observation.Context context) {
		return GenAi.OPERATION.key().equals(context.getName());
	}

	@Override
	public ModelCall create(Observation.Context context) {
		return new ModelCall(context, Objects.requireNonNullElse(value(context, GenAi.OPERATION_NAME), CHAT),
				Objects.requireNonNullElse(value(context, GenAi.PROVIDER_NAME), KeyValue.NONE_VALUE),
				value(context, GenAi.REQUEST_MODEL), Boolean.parseBoolean(value(context, GenAi.REQUEST_STREAM)));
	}

	@Override
	public void complete(Observation.Context context, ModelCall call) {
		call.responseModel(value(context, GenAi.RESPONSE_MODEL));
		String reasons = value(context, GenAi.RESPONSE_FINISH_REASONS);
		call.finishReasons((reasons != null) ? reasons(reasons) : List.of());
		call.usage(new TokenUsage(number(context, GenAi.USAGE_INPUT_TOKENS), number(context, GenAi.USAGE_OUTPUT_TOKENS),
				number(context, GenAi.USAGE_CACHE_READ_TOKENS), number(context, GenAi.USAGE_CACHE_WRITE_TOKENS),
				number(context, GenAi.USAGE_REASONING_TOKENS)), false);
		call.promptCharacters(number(context, GenAi.PROMPT_CHARACTERS));
		call.completionCharacters(number(context, GenAi.COMPLETION_CHARACTERS));
	}

	/**
	 * They come as {@code stop}, {@code stop,length} or {@code ["stop"]}.
	 */
	private static List<String> reasons(String text) {
		return Arrays.stream(text.replaceAll("[\\[\\]\" ]", "").split(","))
			.filter((reason) -> !reason.isEmpty())
			.toList();
	}

	private static @Nullable Long number(Observation.Context context, GenAi name) {
		String value = value(context, name);
		try {
			return (value != null) ? Long.valueOf(value) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable String value(Observation.Context context, GenAi name) {
		KeyValue low = context.getLowCardinalityKeyValue(name.key());
		KeyValue value = (low != null) ? low : context.getHighCardinalityKeyValue(name.key());
		return (value != null && !KeyValue.NONE_VALUE.equals(value.getValue())) ? value.getValue() : null;
	}

}
