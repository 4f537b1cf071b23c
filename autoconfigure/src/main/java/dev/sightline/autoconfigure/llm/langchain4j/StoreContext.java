package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.List;
import java.util.Map;

import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

import dev.sightline.autoconfigure.llm.VectorStoreMeters;
import dev.sightline.autoconfigure.llm.VectorStoreOperation;

/**
 * What is known of an operation of an embedding store while it runs.
 */
final class StoreContext extends WorkContext {

	private static final String STORES = ".store.embedding.";

	/**
	 * As Spring AI has them, where that has another name.
	 */
	private static final Map<String, String> NAMES = Map.of("pgvector", "pg_vector", "inmemory", "in_memory");

	private final VectorStoreMeters meters;

	private final VectorStoreOperation operation;

	private final KeyValues details;

	private final String spanName;

	StoreContext(VectorStoreMeters meters, Object store, String operation) {
		String system = system(store.getClass());
		this.meters = meters;
		this.operation = new VectorStoreOperation(system, null, operation);
		this.details = KeyValues.of("db.system.name", system, "db.operation.name", operation);
		this.spanName = system + " " + operation;
	}

	private static String system(Class<?> store) {
		for (Class<?> type = store; type != null; type = type.getSuperclass()) {
			String name = type.getName();
			int begin = name.indexOf(STORES);
			if (name.startsWith("dev.langchain4j.") && begin >= 0) {
				String system = name.substring(begin + STORES.length()).split("\\.")[0];
				return NAMES.getOrDefault(system, system);
			}
		}
		return KeyValue.NONE_VALUE;
	}

	void found(EmbeddingSearchResult<?> result) {
		List<? extends EmbeddingMatch<?>> matches = result.matches();
		this.operation.found(matches.size(),
				matches.stream().map(EmbeddingMatch::score).max(Double::compare).orElse(null));
	}

	@Override
	String spanName() {
		return this.spanName;
	}

	@Override
	KeyValues details() {
		return this.details;
	}

	@Override
	void started() {
		this.meters.started(this.operation, this);
	}

	@Override
	void ended() {
		this.meters.ended(this, getError());
	}

}
