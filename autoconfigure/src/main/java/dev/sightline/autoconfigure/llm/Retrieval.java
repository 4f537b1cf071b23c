package dev.sightline.autoconfigure.llm;

/**
 * The names of all that is told of vector stores, and of retrieval and generation as a
 * whole. The conventions have none for their meters; tags are those of databases.
 */
public enum Retrieval {

	/**
	 * Timer of operations of vector stores.
	 */
	OPERATION_DURATION("db.vector.client.operation.duration"),

	/**
	 * Summary of how many documents a search found.
	 */
	RESULTS("db.vector.client.results"),

	/**
	 * Summary of the score of the best document that a search found.
	 */
	TOP_SCORE("db.vector.client.top_score"),

	/**
	 * Counter of searches that found nothing.
	 */
	EMPTY("db.vector.client.empty"),

	/**
	 * The product, as in {@code pg_vector}.
	 */
	SYSTEM_NAME("db.system.name"),

	/**
	 * The collection.
	 */
	COLLECTION_NAME("db.collection.name"),

	/**
	 * What is done: {@code add}, {@code delete} or {@code query}.
	 */
	OPERATION_NAME("db.operation.name"),

	/**
	 * The observation of a pipeline that anyone makes.
	 */
	PIPELINE("rag.pipeline"),

	/**
	 * Timer of pipelines.
	 */
	PIPELINE_DURATION("rag.pipeline.duration"),

	/**
	 * Timer of the stages of pipelines, by {@link #STAGE}.
	 */
	STAGE_DURATION("rag.stage.duration"),

	/**
	 * The name of a pipeline.
	 */
	PIPELINE_NAME("rag.pipeline.name"),

	/**
	 * The stage: {@code embed}, {@code search} or {@code generate}.
	 */
	STAGE("rag.stage");

	private final String key;

	Retrieval(String key) {
		this.key = key;
	}

	/**
	 * The name as it leaves the process.
	 */
	public String key() {
		return this.key;
	}

}
