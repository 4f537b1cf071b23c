package dev.sightline.autoconfigure.llm.springai.openai;

import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.moderations.ModerationCreateResponse;
import com.openai.models.moderations.ModerationModel;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.springai.openai.ObservedCalls.Running;
import dev.sightline.autoconfigure.llm.springai.openai.OpenAiCallContext.Operation;

/**
 * Observes calls that judge a text.
 */
class ModerationCalls implements ServiceProxy.Replacement {

	private final ObservedCalls calls;

	private final String provider;

	ModerationCalls(ObservedCalls calls, String provider) {
		this.calls = calls;
		this.provider = provider;
	}

	@Override
	public @Nullable Object invoke(ServiceProxy.Invocation invocation) throws Throwable {
		ModerationCreateParams params = (ModerationCreateParams) invocation.arguments()[0];
		Running call = this.calls.start(() -> new OpenAiCallContext(Operation.MODERATION, this.provider,
				params.model().map(ModerationModel::asString).orElse(null), false,
				params.input().string().orElse(null)));
		if (call == null) {
			return invocation.proceed();
		}
		ModerationCreateResponse response = (ModerationCreateResponse) call.within(invocation::require);
		call.look((context) -> context.responseModel(response.model()));
		call.end(null);
		return response;
	}

}
