package dev.sightline.autoconfigure.llm.springai;

import java.util.List;
import java.util.Objects;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationContext;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.llm.ContentAttributes;
import dev.sightline.autoconfigure.llm.VectorStoreMeters;
import dev.sightline.autoconfigure.llm.VectorStoreOperation;

/**
 * Measures the vector stores of Spring AI.
 */
class VectorStoreHandler implements ObservationHandler<VectorStoreObservationContext> {

	/**
	 * What is looked for, which Spring AI puts on spans by default. The filter has values
	 * of the user, as a statement of SQL has.
	 */
	private static final List<String> TEXTS = List.of("db.vector.query.content", "db.vector.query.filter");

	private final VectorStoreMeters meters;

	private final SpanTexts texts;

	private final Guard guard = new Guard(LoggerFactory.getLogger(VectorStoreHandler.class),
			"An operation of a vector store was not fully observed. This is told once.");

	/**
	 * Create it.
	 * @param content cleans texts that may leave, {@code null} if they may not
	 */
	VectorStoreHandler(VectorStoreMeters meters, @Nullable ContentAttributes content) {
		this.meters = meters;
		this.texts = new SpanTexts(TEXTS, (content != null) ? content::clean : null);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof VectorStoreObservationContext;
	}

	@Override
	public void onStart(VectorStoreObservationContext context) {
		this.guard.run(() -> this.meters.started(new VectorStoreOperation(context.getDatabaseSystem(),
				context.getCollectionName(), context.getOperationName()), context));
	}

	@Override
	public void onStop(VectorStoreObservationContext context) {
		this.guard.run(() -> this.texts.clean(context));
		this.guard.run(() -> {
			VectorStoreOperation operation = context.get(VectorStoreOperation.class);
			List<Document> documents = context.getQueryResponse();
			if (operation != null && documents != null) {
				operation.found(documents.size(),
						documents.stream()
							.map(Document::getScore)
							.filter(Objects::nonNull)
							.max(Double::compare)
							.orElse(null));
			}
			this.meters.ended(context, context.getError());
		});
	}

}
