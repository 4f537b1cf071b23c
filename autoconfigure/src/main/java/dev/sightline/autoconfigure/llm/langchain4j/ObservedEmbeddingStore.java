package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;

import dev.sightline.autoconfigure.llm.VectorStoreMeters;
import dev.sightline.autoconfigure.llm.VectorStoreOperation;

/**
 * A store whose operations are observed.
 *
 * @param <E> what is stored with an embedding
 */
class ObservedEmbeddingStore<E> implements EmbeddingStore<E> {

	private static final String ADD = "add";

	private static final String DELETE = "delete";

	private final EmbeddingStore<E> delegate;

	private final Calls calls;

	private final Supplier<VectorStoreMeters> meters;

	private final boolean async;

	ObservedEmbeddingStore(EmbeddingStore<E> delegate, Calls calls, Supplier<VectorStoreMeters> meters) {
		this.delegate = delegate;
		this.calls = calls;
		this.meters = meters;
		this.async = Overrides.has(delegate, EmbeddingStore.class, "searchAsync", EmbeddingSearchRequest.class);
	}

	@Override
	public String add(Embedding embedding) {
		return observe(ADD, () -> this.delegate.add(embedding));
	}

	@Override
	public void add(String id, Embedding embedding) {
		run(ADD, () -> this.delegate.add(id, embedding));
	}

	@Override
	public String add(Embedding embedding, E embedded) {
		return observe(ADD, () -> this.delegate.add(embedding, embedded));
	}

	@Override
	public List<String> addAll(List<Embedding> embeddings) {
		return observe(ADD, () -> this.delegate.addAll(embeddings));
	}

	@Override
	public List<String> addAll(List<Embedding> embeddings, List<E> embedded) {
		return observe(ADD, () -> this.delegate.addAll(embeddings, embedded));
	}

	@Override
	public void addAll(List<String> ids, List<Embedding> embeddings, List<E> embedded) {
		run(ADD, () -> this.delegate.addAll(ids, embeddings, embedded));
	}

	@Override
	public List<String> generateIds(int count) {
		return this.delegate.generateIds(count);
	}

	@Override
	public void remove(String id) {
		run(DELETE, () -> this.delegate.remove(id));
	}

	@Override
	public void removeAll(Collection<String> ids) {
		run(DELETE, () -> this.delegate.removeAll(ids));
	}

	@Override
	public void removeAll(Filter filter) {
		run(DELETE, () -> this.delegate.removeAll(filter));
	}

	@Override
	public void removeAll() {
		run(DELETE, this.delegate::removeAll);
	}

	@Override
	public EmbeddingSearchResult<E> search(EmbeddingSearchRequest request) {
		return this.calls.observe(WorkConvention.INSTANCE, () -> context(VectorStoreOperation.QUERY),
				() -> this.delegate.search(request), StoreContext::found);
	}

	@Override
	public CompletableFuture<EmbeddingSearchResult<E>> searchAsync(EmbeddingSearchRequest request) {
		// One that cannot is asked whether it can.
		return this.async
				? this.calls.observeAsync(WorkConvention.INSTANCE, () -> context(VectorStoreOperation.QUERY),
						() -> this.delegate.searchAsync(request), StoreContext::found)
				: this.delegate.searchAsync(request);
	}

	private <T> T observe(String operation, Supplier<T> action) {
		return this.calls.observe(WorkConvention.INSTANCE, () -> context(operation), action, (context, result) -> {
		});
	}

	private void run(String operation, Runnable action) {
		observe(operation, () -> {
			action.run();
			return true;
		});
	}

	private StoreContext context(String operation) {
		return new StoreContext(this.meters.get(), this.delegate, operation);
	}

}
