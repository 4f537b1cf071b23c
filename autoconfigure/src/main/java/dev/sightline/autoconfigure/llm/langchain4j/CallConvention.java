package dev.sightline.autoconfigure.llm.langchain4j;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.GenAi;

/**
 * The names of a call, which are those of OpenTelemetry's conventions. What was said is
 * nowhere.
 */
class CallConvention implements ObservationConvention<CallContext> {

	static final CallConvention INSTANCE = new CallConvention();

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof CallContext;
	}

	@Override
	public String getName() {
		return GenAi.OPERATION.key();
	}

	@Override
	public String getContextualName(CallContext context) {
		return (context.requestModel() != null) ? context.operation() + " " + context.requestModel()
				: context.operation();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(CallContext context) {
		return KeyValues.of(GenAi.OPERATION_NAME.key(), context.operation(), GenAi.PROVIDER_NAME.key(),
				context.provider(), GenAi.REQUEST_MODEL.key(), known(context.requestModel()),
				GenAi.RESPONSE_MODEL.key(), known(context.responseModel()));
	}

	private static String known(@Nullable String value) {
		return (value != null) ? value : KeyValue.NONE_VALUE;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(CallContext context) {
		return context.details();
	}

}
