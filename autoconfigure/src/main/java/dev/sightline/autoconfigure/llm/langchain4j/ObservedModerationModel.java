package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.List;
import java.util.function.Supplier;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.moderation.ModerationRequest;
import dev.langchain4j.model.moderation.ModerationResponse;
import dev.langchain4j.model.moderation.listener.ModerationModelListener;

/**
 * A model whose moderations are observed. The ways to call it that only prepare a request
 * are those of the interface, which end here.
 */
class ObservedModerationModel implements ModerationModel {

	private final ModerationModel delegate;

	private final Calls calls;

	ObservedModerationModel(ModerationModel delegate, Calls calls) {
		this.delegate = delegate;
		this.calls = calls;
	}

	@Override
	public ModerationResponse moderate(ModerationRequest request) {
		return observe(request, () -> this.delegate.moderate(request));
	}

	@Override
	public ModerationResponse doModerate(ModerationRequest request) {
		return observe(request, () -> this.delegate.doModerate(request));
	}

	private ModerationResponse observe(ModerationRequest request, Supplier<ModerationResponse> action) {
		return this.calls.observe(CallConvention.INSTANCE, () -> context(request), action, (context, response) -> {
		});
	}

	private PlainContext context(ModerationRequest request) {
		String model = (request.modelName() != null) ? request.modelName() : this.delegate.modelName();
		return new PlainContext("moderation", Providers.name(this.delegate.provider(), this.delegate), model)
			.promptCharacters(request.texts().stream().mapToLong(String::length).sum());
	}

	@Override
	public List<ModerationModelListener> listeners() {
		return this.delegate.listeners();
	}

	@Override
	public ModelProvider provider() {
		return this.delegate.provider();
	}

	@Override
	public String modelName() {
		return this.delegate.modelName();
	}

}
