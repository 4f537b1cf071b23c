package dev.sightline.autoconfigure.database;

import org.jspecify.annotations.Nullable;

/**
 * The words that tell what a statement does and where its tables stand.
 */
enum SqlKeyword {

	// The main statement, also behind a WITH, an IF or a BEGIN.
	SELECT(Role.VERB | Role.MAIN | Role.CLAUSE | Role.RESERVED), INSERT(Role.VERB | Role.MAIN),
	UPDATE(Role.VERB | Role.MAIN), DELETE(Role.VERB | Role.MAIN), MERGE(Role.VERB | Role.MAIN),
	REPLACE(Role.VERB | Role.SKIPPED | Role.MODIFIER), UPSERT(Role.VERB | Role.MAIN), CREATE(Role.VERB | Role.MAIN),
	ALTER(Role.VERB | Role.MAIN), DROP(Role.VERB | Role.MAIN), TRUNCATE(Role.VERB | Role.MAIN),
	CALL(Role.VERB | Role.MAIN), EXEC(Role.VERB | Role.MAIN), EXECUTE(Role.VERB | Role.MAIN),
	VALUES(Role.VERB | Role.CLAUSE | Role.RESERVED), TABLE(Role.VERB | Role.SKIPPED),

	// Other statements.
	ABORT(Role.VERB), ANALYZE(Role.VERB | Role.SKIPPED), BACKUP(Role.VERB), BEGIN(Role.VERB), CHECKPOINT(Role.VERB),
	CLOSE(Role.VERB | Role.BLOCK), COMMENT(Role.VERB), COMMIT(Role.VERB | Role.BLOCK), COPY(Role.VERB), DBCC(Role.VERB),
	DEALLOCATE(Role.VERB), DECLARE(Role.VERB | Role.BLOCK), DENY(Role.VERB), DESC(Role.VERB), DESCRIBE(Role.VERB),
	DISCARD(Role.VERB), DO(Role.VERB), END(Role.VERB | Role.BLOCK), EXPLAIN(Role.VERB),
	FETCH(Role.VERB | Role.CLAUSE | Role.BLOCK), FLUSH(Role.VERB), GRANT(Role.VERB), KILL(Role.VERB), LISTEN(Role.VERB),
	LOAD(Role.VERB), LOCK(Role.VERB | Role.BLOCK), NOTIFY(Role.VERB), OPEN(Role.VERB | Role.BLOCK), OPTIMIZE(Role.VERB),
	PREPARE(Role.VERB), PURGE(Role.VERB), REFRESH(Role.VERB), REINDEX(Role.VERB), RELEASE(Role.VERB), RENAME(Role.VERB),
	RESET(Role.VERB), RESTORE(Role.VERB), REVOKE(Role.VERB), ROLLBACK(Role.VERB | Role.BLOCK), RUNSCRIPT(Role.VERB),
	SAVE(Role.VERB), SAVEPOINT(Role.VERB | Role.BLOCK), SCRIPT(Role.VERB), SET(Role.VERB | Role.CLAUSE | Role.RESERVED),
	SHOW(Role.VERB), START(Role.VERB | Role.CLAUSE), UNLISTEN(Role.VERB), UNLOCK(Role.VERB), USE(Role.VERB),
	VACUUM(Role.VERB),

	// What ends a FROM clause or stands in it, and is no name.
	FROM(Role.CLAUSE | Role.RESERVED), WHERE(Role.CLAUSE | Role.RESERVED), GROUP(Role.CLAUSE | Role.RESERVED),
	HAVING(Role.CLAUSE | Role.RESERVED), ORDER(Role.CLAUSE | Role.RESERVED), LIMIT(Role.CLAUSE), OFFSET(Role.CLAUSE),
	UNION(Role.CLAUSE | Role.RESERVED), EXCEPT(Role.CLAUSE | Role.RESERVED), INTERSECT(Role.CLAUSE | Role.RESERVED),
	MINUS(Role.CLAUSE), WINDOW(Role.CLAUSE), FOR(Role.CLAUSE | Role.BLOCK), CONNECT(Role.CLAUSE),
	RETURNING(Role.CLAUSE), OUTPUT(Role.CLAUSE), DUPLICATE(Role.CLAUSE), CONFLICT(Role.CLAUSE),
	WHEN(Role.CLAUSE | Role.RESERVED), JOIN(Role.RESERVED), USING(Role.RESERVED), AS(Role.RESERVED),
	ON(Role.MODIFIER | Role.RESERVED), WITH(Role.RESERVED), BY, IN,

	// What stands in front of the name of a table.
	ONLY(Role.SKIPPED | Role.LATERAL), LATERAL(Role.SKIPPED | Role.LATERAL), OJ(Role.SKIPPED | Role.LATERAL),
	INTO(Role.SKIPPED | Role.CLAUSE | Role.RESERVED), IF(Role.SKIPPED | Role.BLOCK), NOT(Role.SKIPPED | Role.BLOCK),
	EXISTS(Role.SKIPPED), IGNORE(Role.SKIPPED), LOW_PRIORITY(Role.SKIPPED), HIGH_PRIORITY(Role.SKIPPED),
	DELAYED(Role.SKIPPED), QUICK(Role.SKIPPED), OVERWRITE(Role.SKIPPED), OR(Role.SKIPPED | Role.MODIFIER),
	CONCURRENTLY(Role.SKIPPED | Role.MODIFIER), TABLES(Role.SKIPPED), FULL(Role.SKIPPED), FREEZE(Role.SKIPPED),
	VERBOSE(Role.SKIPPED), ALL, FIRST, TOP, PROCEDURE, FUNCTION, IMMEDIATE, NEXT,

	// What stands between CREATE and the kind of object.
	UNIQUE(Role.MODIFIER), TEMPORARY(Role.MODIFIER), TEMP(Role.MODIFIER), GLOBAL(Role.MODIFIER), LOCAL(Role.MODIFIER),
	UNLOGGED(Role.MODIFIER), CACHED(Role.MODIFIER), MEMORY(Role.MODIFIER), CLUSTERED(Role.MODIFIER),
	NONCLUSTERED(Role.MODIFIER), COLUMNSTORE(Role.MODIFIER), FULLTEXT(Role.MODIFIER), SPATIAL(Role.MODIFIER),
	BITMAP(Role.MODIFIER), MATERIALIZED(Role.MODIFIER), EXTERNAL(Role.MODIFIER), FOREIGN(Role.MODIFIER),
	PRIVATE(Role.MODIFIER), FORCE(Role.MODIFIER), EDITIONABLE(Role.MODIFIER), RECURSIVE(Role.MODIFIER), VIEW, INDEX,
	TRIGGER,

	// What makes a BEGIN start a transaction, or a block whose statements are its own.
	TRAN(Role.BLOCK), TRANSACTION(Role.BLOCK), WORK(Role.BLOCK), ISOLATION(Role.BLOCK), READ(Role.BLOCK),
	DEFERRABLE(Role.BLOCK), DEFERRED(Role.BLOCK), EXCLUSIVE(Role.BLOCK), CONCURRENT(Role.BLOCK), ATOMIC(Role.BLOCK),
	NULL(Role.BLOCK), WHILE(Role.BLOCK), LOOP(Role.BLOCK), RAISE(Role.BLOCK), RETURN(Role.BLOCK),

	// What a secret follows, and other words around literals.
	IDENTIFIED, PASSWORD, ESCAPE, ARRAY, DISTINCT;

	private static final int LONGEST = 13;

	private static final SqlKeyword[] TABLE_OF_HASHES = index();

	private final int roles;

	SqlKeyword() {
		this(0);
	}

	SqlKeyword(int roles) {
		this.roles = roles;
	}

	boolean is(int role) {
		return (this.roles & role) != 0;
	}

	/**
	 * The name of the operation that starts with this word.
	 */
	String operation() {
		return switch (this) {
			case EXEC, EXECUTE -> CALL.name();
			case DESC -> DESCRIBE.name();
			default -> name();
		};
	}

	/**
	 * A step of the hash of a word, which is the same in upper and lower case.
	 */
	static int hash(int hash, char next) {
		return hash * 31 + (next & 0xDF);
	}

	static @Nullable SqlKeyword find(String sql, int start, int end, int hash) {
		int length = end - start;
		if (length > LONGEST) {
			return null;
		}
		for (int slot = slot(hash); TABLE_OF_HASHES[slot] != null; slot = (slot + 1) % TABLE_OF_HASHES.length) {
			String name = TABLE_OF_HASHES[slot].name();
			if (name.length() == length && name.regionMatches(true, 0, sql, start, length)) {
				return TABLE_OF_HASHES[slot];
			}
		}
		return null;
	}

	private static SqlKeyword[] index() {
		SqlKeyword[] index = new SqlKeyword[1024];
		for (SqlKeyword keyword : values()) {
			int hash = 0;
			for (int i = 0; i < keyword.name().length(); i++) {
				hash = hash(hash, keyword.name().charAt(i));
			}
			int slot = hash & (index.length - 1);
			while (index[slot] != null) {
				slot = (slot + 1) % index.length;
			}
			index[slot] = keyword;
		}
		return index;
	}

	private static int slot(int hash) {
		return hash & (TABLE_OF_HASHES.length - 1);
	}

	/**
	 * What a word can be.
	 */
	static final class Role {

		/** Starts a statement. */
		static final int VERB = 1;

		/** Starts a statement behind another: a WITH, an IF, a BEGIN. */
		static final int MAIN = 2;

		/** Ends the list of tables of a FROM. */
		static final int CLAUSE = 4;

		/** Stands between the verb and the name of its table. */
		static final int SKIPPED = 8;

		/** Stands between FROM or JOIN and the name of a table. */
		static final int LATERAL = 16;

		/** Stands between CREATE and the kind of object. */
		static final int MODIFIER = 32;

		/** Stands behind BEGIN and is no procedure. */
		static final int BLOCK = 64;

		/** Is no name of a table. */
		static final int RESERVED = 128;

		private Role() {
		}

	}

}
