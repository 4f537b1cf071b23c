package dev.sightline.autoconfigure.database.r2dbc;

import io.r2dbc.proxy.observation.QueryContext;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.database.SqlStatement;

/**
 * What is known of one statement, or of a batch of them, while it runs.
 */
class R2dbcContext extends QueryContext {

	private final R2dbcTarget target;

	private final SqlStatement statement;

	private final @Nullable String collection;

	private final int batchSize;

	/**
	 * Create it.
	 * @param statement the statement, the first of a batch
	 * @param collection its table as it stands in tags
	 * @param batchSize how many statements or sets of parameters there are
	 */
	R2dbcContext(R2dbcTarget target, SqlStatement statement, @Nullable String collection, int batchSize) {
		setRemoteServiceName(target.system());
		this.target = target;
		this.statement = statement;
		this.collection = collection;
		this.batchSize = batchSize;
	}

	R2dbcTarget target() {
		return this.target;
	}

	SqlStatement statement() {
		return this.statement;
	}

	@Nullable String collection() {
		return this.collection;
	}

	int batchSize() {
		return this.batchSize;
	}

}
