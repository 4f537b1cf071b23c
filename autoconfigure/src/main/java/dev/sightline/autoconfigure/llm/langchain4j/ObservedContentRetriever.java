package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;

/**
 * A retriever whose retrievals are observed.
 */
class ObservedContentRetriever implements ContentRetriever {

	private final ContentRetriever delegate;

	private final Calls calls;

	private final boolean async;

	ObservedContentRetriever(ContentRetriever delegate, Calls calls) {
		this.delegate = delegate;
		this.calls = calls;
		this.async = Overrides.has(delegate, ContentRetriever.class, "retrieveAsync", Query.class);
	}

	@Override
	public List<Content> retrieve(Query query) {
		return this.calls.observe(WorkConvention.INSTANCE, RetrievalContext::new, () -> this.delegate.retrieve(query),
				RetrievalContext::found);
	}

	@Override
	public CompletableFuture<List<Content>> retrieveAsync(Query query) {
		// One that cannot is asked whether it can.
		return this.async
				? this.calls.observeAsync(WorkConvention.INSTANCE, RetrievalContext::new,
						() -> this.delegate.retrieveAsync(query), RetrievalContext::found)
				: this.delegate.retrieveAsync(query);
	}

}
