package dev.sightline.autoconfigure.llm.langchain4j;

import dev.langchain4j.model.output.TokenUsage;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.ModelCall;

/**
 * What is known of a call that is no chat, while it runs.
 */
final class PlainContext extends CallContext {

	/**
	 * What LangChain4j says where a model does not tell its name.
	 */
	private static final String UNKNOWN = "unknown";

	private volatile @Nullable String responseModel;

	private volatile @Nullable TokenUsage usage;

	private volatile @Nullable Long images;

	private volatile @Nullable Long promptCharacters;

	PlainContext(String operation, String provider, @Nullable String requestModel) {
		super(operation, provider, known(requestModel), false);
	}

	private static @Nullable String known(@Nullable String model) {
		return UNKNOWN.equals(model) ? null : model;
	}

	PlainContext promptCharacters(long characters) {
		this.promptCharacters = characters;
		return this;
	}

	void answered(@Nullable String responseModel, @Nullable TokenUsage usage) {
		this.responseModel = known(responseModel);
		this.usage = usage;
	}

	void drawn(long images) {
		this.images = images;
	}

	@Override
	@Nullable String responseModel() {
		return this.responseModel;
	}

	@Override
	void complete(ModelCall call) {
		super.complete(call);
		call.usage(Usages.of(this.usage), false);
		call.images(this.images);
		call.promptCharacters(this.promptCharacters);
	}

}
