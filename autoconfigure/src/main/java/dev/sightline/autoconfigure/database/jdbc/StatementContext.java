package dev.sightline.autoconfigure.database.jdbc;

import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.spans.Headerless;

/**
 * What is known of a statement while it runs. It is that of a client, so that its span is
 * one too, but a database gets no header.
 */
class StatementContext extends SenderContext<Map<String, String>> implements Headerless {

	private final ObservedDatabase database;

	private final KnownStatement statement;

	private final int batchSize;

	private @Nullable Long returnedRows;

	private @Nullable Long affectedRows;

	StatementContext(ObservedDatabase database, KnownStatement statement, int batchSize) {
		super((carrier, key, value) -> {
		}, Kind.CLIENT);
		this.database = database;
		this.statement = statement;
		this.batchSize = batchSize;
		setCarrier(Map.of());
	}

	ObservedDatabase database() {
		return this.database;
	}

	KnownStatement statement() {
		return this.statement;
	}

	/**
	 * How many statements the batch has, 0 without one.
	 */
	int batchSize() {
		return this.batchSize;
	}

	/**
	 * How many rows were read, {@code null} if nobody counted.
	 */
	@Nullable Long returnedRows() {
		return this.returnedRows;
	}

	void returnedRows(long rows) {
		this.returnedRows = rows;
	}

	/**
	 * How many rows were changed, {@code null} if nobody counted.
	 */
	@Nullable Long affectedRows() {
		return this.affectedRows;
	}

	void affectedRows(long rows) {
		this.affectedRows = rows;
	}

}
