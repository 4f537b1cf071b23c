package dev.sightline.benchmark.app;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads items, from the database or from the cache.
 */
@Repository
class ItemRepository {

	private final JdbcClient jdbc;

	ItemRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	Item find(long id) {
		return this.jdbc.sql("select id, name, price from item where id = ?")
			.param(id)
			.query((row, number) -> new Item(row.getLong(1), row.getString(2), row.getBigDecimal(3)))
			.single();
	}

	@Cacheable("items")
	public Item findCached(long id) {
		return find(id);
	}

}
