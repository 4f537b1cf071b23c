package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.Response;
import org.jspecify.annotations.Nullable;

/**
 * A model whose embeddings are observed. The ways to call it that only prepare a request
 * are those of the interface, which end here.
 */
class ObservedEmbeddingModel implements EmbeddingModel {

	private final EmbeddingModel delegate;

	private final Calls calls;

	private final boolean embedsAll;

	private final boolean async;

	ObservedEmbeddingModel(EmbeddingModel delegate, Calls calls) {
		this.delegate = delegate;
		this.calls = calls;
		this.embedsAll = Overrides.has(delegate, EmbeddingModel.class, "embedAll", List.class);
		this.async = Overrides.has(delegate, EmbeddingModel.class, "embedAsync", EmbeddingRequest.class)
				|| Overrides.has(delegate, EmbeddingModel.class, "doEmbedAsync", EmbeddingRequest.class);
	}

	@Override
	public EmbeddingResponse embed(EmbeddingRequest request) {
		return observe(request, () -> this.delegate.embed(request));
	}

	@Override
	public EmbeddingResponse doEmbed(EmbeddingRequest request) {
		return observe(request, () -> this.delegate.doEmbed(request));
	}

	private EmbeddingResponse observe(EmbeddingRequest request, Supplier<EmbeddingResponse> action) {
		return this.calls.observe(CallConvention.INSTANCE, () -> context(request), action,
				ObservedEmbeddingModel::answered);
	}

	@Override
	public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
		if (!this.embedsAll) {
			return EmbeddingModel.super.embedAll(segments);
		}
		return this.calls.observe(CallConvention.INSTANCE,
				() -> named(null)
					.promptCharacters(segments.stream().mapToLong((segment) -> segment.text().length()).sum()),
				() -> this.delegate.embedAll(segments),
				(context, response) -> context.answered(null, response.tokenUsage()));
	}

	@Override
	public CompletableFuture<EmbeddingResponse> embedAsync(EmbeddingRequest request) {
		return observeAsync(request, () -> this.delegate.embedAsync(request));
	}

	@Override
	public CompletableFuture<EmbeddingResponse> doEmbedAsync(EmbeddingRequest request) {
		return observeAsync(request, () -> this.delegate.doEmbedAsync(request));
	}

	private CompletableFuture<EmbeddingResponse> observeAsync(EmbeddingRequest request,
			Supplier<CompletableFuture<EmbeddingResponse>> action) {
		// One that cannot is asked whether it can.
		return this.async ? this.calls.observeAsync(CallConvention.INSTANCE, () -> context(request), action,
				ObservedEmbeddingModel::answered) : action.get();
	}

	private PlainContext context(EmbeddingRequest request) {
		return named(request.modelName()).promptCharacters(request.inputs()
			.stream()
			.mapToLong((input) -> Objects.requireNonNullElse(input.text(), "").length())
			.sum());
	}

	private PlainContext named(@Nullable String model) {
		return new PlainContext("embeddings", Providers.name(this.delegate.provider(), this.delegate),
				(model != null) ? model : this.delegate.modelName());
	}

	private static void answered(PlainContext context, EmbeddingResponse response) {
		context.answered(response.modelName(), response.tokenUsage());
	}

	@Override
	public List<EmbeddingModelListener> listeners() {
		return this.delegate.listeners();
	}

	@Override
	public ModelProvider provider() {
		return this.delegate.provider();
	}

	@Override
	public EmbeddingRequestParameters defaultRequestParameters() {
		return this.delegate.defaultRequestParameters();
	}

	@Override
	public Set<EmbeddingParameter<?>> supportedParameters() {
		return this.delegate.supportedParameters();
	}

	@Override
	public Set<ContentType> supportedContentTypes() {
		return this.delegate.supportedContentTypes();
	}

	@Override
	public int dimension() {
		return this.delegate.dimension();
	}

	@Override
	public String modelName() {
		return this.delegate.modelName();
	}

}
