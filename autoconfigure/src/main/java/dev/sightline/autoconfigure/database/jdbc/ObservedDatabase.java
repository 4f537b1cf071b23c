package dev.sightline.autoconfigure.database.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.util.ConcurrentLruCache;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.database.SqlStatement;

/**
 * What is known of a data source: its name, its database and its statements.
 */
class ObservedDatabase {

	/**
	 * More statements than most applications have; the least used give way.
	 */
	private static final int STATEMENTS = 1000;

	/**
	 * Longer statements are analyzed each time.
	 */
	private static final int KEPT_LENGTH = 8000;

	/**
	 * More tables than a histogram should tell apart.
	 */
	private static final int TABLES = 200;

	/**
	 * A driver that does not tell what the database is has this many tries.
	 */
	private static final int TRIES = 10;

	private final String name;

	private final Supplier<@Nullable StatementObserver> observer;

	private final ConcurrentLruCache<String, KnownStatement> statements = new ConcurrentLruCache<>(STATEMENTS,
			this::analyze);

	private final BoundedMap<String, String> tables = new BoundedMap<>(TABLES, BoundedMap.OTHER);

	private final Guard guard = new Guard(LoggerFactory.getLogger(ObservedDatabase.class),
			"A statement was not analyzed, or a database not recognized. This is told once.");

	private final AtomicInteger tries = new AtomicInteger();

	private volatile @Nullable DatabaseAddress address;

	/**
	 * Create it.
	 * @param name the name of the data source
	 * @param observer who observes, nobody while the application starts
	 */
	ObservedDatabase(String name, Supplier<@Nullable StatementObserver> observer) {
		this.name = name;
		this.observer = observer;
	}

	String name() {
		return this.name;
	}

	/**
	 * Who observes, {@code null} while the application starts.
	 */
	@Nullable StatementObserver observer() {
		return this.observer.get();
	}

	DatabaseAddress address() {
		return Objects.requireNonNullElse(this.address, DatabaseAddress.UNKNOWN);
	}

	Connection observe(Connection connection) {
		if (this.address == null && this.tries.getAndIncrement() < TRIES) {
			ask(connection);
		}
		return new ObservedConnection(connection, this);
	}

	private void ask(Connection connection) {
		try {
			this.address = DatabaseAddress.of(connection);
			// Those that ran before have other tags.
			this.statements.clear();
		}
		catch (SQLException | RuntimeException | LinkageError ex) {
			this.guard.tell(new IllegalStateException(
					"The driver does not tell what the database of " + this.name + " is", ex));
		}
	}

	/**
	 * What a statement does.
	 */
	KnownStatement statement(@Nullable String sql) {
		if (sql == null || sql.length() > KEPT_LENGTH) {
			return analyze(sql);
		}
		return this.statements.get(sql);
	}

	private KnownStatement analyze(@Nullable String sql) {
		try {
			SqlStatement statement = SqlStatement.of((sql != null) ? sql : "");
			String table = statement.collection();
			if (table != null) {
				table = this.tables.get(table, (key) -> key);
			}
			return new KnownStatement(this, new SqlStatement(statement.operation(), table, statement.text()));
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
			return new KnownStatement(this, new SqlStatement(BoundedMap.OTHER, null, ""));
		}
	}

}
