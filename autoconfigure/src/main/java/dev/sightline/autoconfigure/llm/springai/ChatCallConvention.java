package dev.sightline.autoconfigure.llm.springai;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.GlobalObservationConvention;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;

import dev.sightline.autoconfigure.llm.GenAi;

/**
 * Names a call of a chat model as the conventions do. What is known of its answer is told
 * for all libraries at once, so it is left out here.
 */
final class ChatCallConvention extends DefaultChatModelObservationConvention
		implements GlobalObservationConvention<ChatModelObservationContext> {

	@Override
	protected KeyValue aiProvider(ChatModelObservationContext context) {
		return KeyValue.of(GenAi.PROVIDER_NAME.key(), AiProviders.of(context.getOperationMetadata().provider()));
	}

	@Override
	protected KeyValues responseFinishReasons(KeyValues keyValues, ChatModelObservationContext context) {
		return keyValues;
	}

	@Override
	protected KeyValues usageCacheWriteInputTokens(KeyValues keyValues, ChatModelObservationContext context) {
		return keyValues;
	}

	@Override
	protected KeyValues usageCacheReadInputTokens(KeyValues keyValues, ChatModelObservationContext context) {
		return keyValues;
	}

	@Override
	protected KeyValues usageInputTokens(KeyValues keyValues, ChatModelObservationContext context) {
		return keyValues;
	}

	@Override
	protected KeyValues usageOutputTokens(KeyValues keyValues, ChatModelObservationContext context) {
		return keyValues;
	}

	@Override
	protected KeyValues usageTotalTokens(KeyValues keyValues, ChatModelObservationContext context) {
		return keyValues;
	}

}
