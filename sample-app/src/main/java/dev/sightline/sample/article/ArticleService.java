package dev.sightline.sample.article;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

@Service
class ArticleService {

	private final JdbcClient jdbc;

	ArticleService(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Cacheable(cacheNames = "articles", unless = "#result == null")
	public Article find(long id) {
		return this.jdbc.sql("SELECT id, title, body FROM articles WHERE id = :id")
			.param("id", id)
			.query((row, number) -> new Article(row.getLong("id"), row.getString("title"), row.getString("body")))
			.optional()
			.orElse(null);
	}

}
