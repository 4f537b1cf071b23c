package dev.sightline.autoconfigure.llm;

import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * An operation of a vector store. While it runs it is in the context of its observation,
 * with its class as the key, so that embeddings that it asks for are known as such.
 */
public final class VectorStoreOperation {

	/**
	 * The operation that looks for documents.
	 */
	public static final String QUERY = "query";

	private final String store;

	private final @Nullable String collection;

	private final String operation;

	private final long start = System.nanoTime();

	private final LongAdder embedding = new LongAdder();

	private int results = -1;

	private @Nullable Double topScore;

	/**
	 * Create an operation that begins now.
	 * @param store the product, such as {@code pg_vector}
	 * @param collection the collection, {@code null} if that is not known
	 * @param operation what is done, such as {@link #QUERY}
	 */
	public VectorStoreOperation(String store, @Nullable String collection, String operation) {
		this.store = store;
		this.collection = collection;
		this.operation = operation;
	}

	/**
	 * Note what was found.
	 * @param results how many documents
	 * @param topScore the score of the best one, {@code null} if it has none
	 */
	public void found(int results, @Nullable Double topScore) {
		this.results = results;
		this.topScore = topScore;
	}

	/**
	 * Note an embedding that was made for it.
	 * @param nanos how long it took, in nanoseconds
	 */
	void embedded(long nanos) {
		this.embedding.add(nanos);
	}

	String store() {
		return this.store;
	}

	@Nullable String collection() {
		return this.collection;
	}

	String operation() {
		return this.operation;
	}

	boolean isQuery() {
		return QUERY.equals(this.operation);
	}

	/**
	 * How long it has taken, in nanoseconds.
	 */
	long nanos() {
		return System.nanoTime() - this.start;
	}

	/**
	 * The part of it that embeddings took.
	 */
	long embeddingNanos() {
		return this.embedding.sum();
	}

	/**
	 * How many documents were found, negative if nobody told.
	 */
	int results() {
		return this.results;
	}

	@Nullable Double topScore() {
		return this.topScore;
	}

}
