package dev.sightline.autoconfigure.llm;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Tags;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.bounded.BoundedMap;

/**
 * What calls are told apart by.
 *
 * @param operation the operation
 * @param provider the provider
 * @param requestModel the model that was asked for
 * @param responseModel the model that answered
 */
record CallTags(String operation, String provider, String requestModel, String responseModel) {

	static final CallTags OTHER = new CallTags(BoundedMap.OTHER, BoundedMap.OTHER, BoundedMap.OTHER, BoundedMap.OTHER);

	static CallTags of(ModelCall call, ModelNames models) {
		return new CallTags(known(call.operation()), known(call.provider()), models.tag(call.requestModel()),
				models.tag(call.responseModel()));
	}

	private static String known(String name) {
		return StringUtils.hasText(name) ? name : KeyValue.NONE_VALUE;
	}

	/**
	 * Without the model that answered, which is not known while a call is under way.
	 */
	CallTags request() {
		return new CallTags(this.operation, this.provider, this.requestModel, KeyValue.NONE_VALUE);
	}

	Tags requestTags() {
		return Tags.of(GenAi.OPERATION_NAME.key(), this.operation, GenAi.PROVIDER_NAME.key(), this.provider,
				GenAi.REQUEST_MODEL.key(), this.requestModel);
	}

	Tags tags() {
		return requestTags().and(GenAi.RESPONSE_MODEL.key(), this.responseModel);
	}

}
