package dev.sightline.sample.assistant;

import java.util.List;
import java.util.Map;

import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SimpleVectorStore;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The articles of the knowledge base, to be searched by meaning.
 */
@Component
class Knowledge {

	private final SimpleVectorStore store;

	private final JdbcClient jdbc;

	private boolean filled;

	Knowledge(SimpleVectorStore store, JdbcClient jdbc) {
		this.store = store;
		this.jdbc = jdbc;
	}

	/**
	 * The store, which is filled the first time that somebody asks: embeddings cost
	 * money.
	 */
	synchronized VectorStore store() {
		if (!this.filled) {
			List<Document> articles = this.jdbc.sql("SELECT id, title, body FROM articles")
				.query((row, number) -> new Document(row.getString("title") + ". " + row.getString("body"),
						Map.of("article", row.getLong("id"))))
				.list();
			this.store.add(articles);
			this.filled = true;
		}
		return this.store;
	}

}
