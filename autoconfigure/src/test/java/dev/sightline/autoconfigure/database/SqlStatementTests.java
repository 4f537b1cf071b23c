package dev.sightline.autoconfigure.database;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SqlStatementTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					select * from tickets where id = ? | SELECT tickets
					SELECT 1 | SELECT
					SELECT t.a, t.from FROM tickets t | SELECT tickets
					SELECT * FROM tickets t JOIN owners o ON o.id = t.owner | SELECT tickets
					SELECT * FROM tickets, owners | SELECT tickets
					SELECT * FROM (SELECT id FROM tickets) t | SELECT tickets
					SELECT * FROM ((SELECT id FROM tickets) UNION (SELECT id FROM old)) t | SELECT tickets
					SELECT * FROM (tickets t JOIN owners o ON o.id = t.owner) | SELECT tickets
					SELECT (SELECT count(*) FROM comments c WHERE c.ticket = t.id) FROM tickets t | SELECT tickets
					SELECT (SELECT max(id) FROM comments) | SELECT comments
					SELECT * FROM generate_series(1, 10) g | SELECT
					SELECT * FROM generate_series(1, 10) g, tickets t | SELECT tickets
					SELECT * FROM unnest(?) u JOIN tickets t ON t.id = u | SELECT tickets
					SELECT * FROM TABLE(pkg.rows(?)) | SELECT
					SELECT * FROM TABLE (x INT = (1, 2)) | SELECT
					SELECT id FROM FINAL TABLE (INSERT INTO tickets (a) VALUES (?)) | SELECT tickets
					SELECT EXTRACT(YEAR FROM created) FROM tickets | SELECT tickets
					SELECT SUBSTRING(name FROM 1 FOR 2), TRIM(BOTH ' ' FROM name) FROM tickets | SELECT tickets
					SELECT a IS DISTINCT FROM b FROM tickets | SELECT tickets
					SELECT * FROM ONLY tickets | SELECT tickets
					SELECT * FROM ONLY (tickets) | SELECT tickets
					SELECT * FROM LATERAL (SELECT * FROM tickets) t | SELECT tickets
					SELECT * FROM {oj tickets t LEFT OUTER JOIN owners o ON 1 = 1} | SELECT tickets
					SELECT a INTO copied FROM tickets | SELECT tickets
					SELECT * FROM tickets FOR UPDATE | SELECT tickets
					SELECT 1 UNION ALL SELECT a FROM tickets | SELECT tickets
					(SELECT a FROM tickets) UNION (SELECT a FROM old) | SELECT tickets
					SELECT TOP (5) * FROM tickets | SELECT tickets
					SELECT * FROM ? | SELECT
					SELECT * FROM @rows r JOIN tickets t ON t.id = r.id | SELECT tickets
					SELECT * FROM #temporary | SELECT #temporary
					SELECT * FROM 2fa_tokens | SELECT 2fa_tokens
					SELECT nextval('seq') FROM dual | SELECT dual
					from Ticket t where t.id = :id | SELECT Ticket
					VALUES (1, 2) | VALUES
					TABLE tickets | TABLE tickets
					WITH recent AS (SELECT * FROM tickets) SELECT * FROM recent | SELECT tickets
					WITH a AS (SELECT 1), b (x, y) AS NOT MATERIALIZED (SELECT * FROM a) SELECT * FROM b JOIN tickets t ON 1 = 1 | SELECT tickets
					WITH RECURSIVE tree AS (SELECT id FROM tickets UNION ALL SELECT t.id FROM tree t) SELECT * FROM tree | SELECT tickets
					WITH a AS (SELECT * FROM old) SELECT * FROM tickets, a | SELECT tickets
					WITH a AS (SELECT * FROM old) INSERT INTO tickets SELECT * FROM a | INSERT tickets
					WITH moved AS (DELETE FROM tickets RETURNING *) SELECT count(*) FROM moved | SELECT tickets
					WITH a AS (UPDATE tickets SET x = 1 RETURNING *) SELECT * FROM a | SELECT tickets
					WITH a AS (INSERT INTO tickets VALUES (1) RETURNING *) SELECT * FROM a | SELECT tickets
					WITH a AS (SELECT *, row_number() OVER (ORDER BY id) n FROM tickets) DELETE FROM a WHERE n > 1 | DELETE tickets
					WITH a AS (WITH b AS (SELECT * FROM tickets) SELECT * FROM b) SELECT * FROM a | SELECT tickets
					;WITH a AS (SELECT * FROM old) UPDATE tickets SET x = 1 | UPDATE tickets
					SELECT * FROM (WITH a AS (SELECT * FROM tickets) SELECT * FROM a) b | SELECT tickets
					INSERT INTO tickets (a, b) VALUES (?, ?) | INSERT tickets
					INSERT INTO tickets(a) SELECT b FROM old ON CONFLICT (a) DO UPDATE SET a = 1 | INSERT tickets
					INSERT IGNORE INTO tickets VALUES (1) ON DUPLICATE KEY UPDATE a = VALUES(a) | INSERT tickets
					INSERT tickets VALUES (1) | INSERT tickets
					INSERT OR ABORT INTO tickets VALUES (1) | INSERT tickets
					INSERT OVERWRITE TABLE tickets SELECT 1 | INSERT tickets
					INSERT ALL INTO tickets (a) VALUES (1) INTO old (a) VALUES (1) SELECT 1 FROM dual | INSERT tickets
					INSERT FIRST WHEN x > (1) THEN INTO tickets VALUES (1) SELECT x FROM src | INSERT tickets
					INSERT TOP (5) INTO tickets SELECT * FROM old | INSERT tickets
					REPLACE INTO tickets VALUES (1) | REPLACE tickets
					UPSERT INTO tickets VALUES (1) | UPSERT tickets
					UPDATE tickets SET a = ? WHERE id = ? | UPDATE tickets
					UPDATE LOW_PRIORITY IGNORE tickets SET a = 1 | UPDATE tickets
					UPDATE ONLY tickets SET a = 1 | UPDATE tickets
					UPDATE t SET t.a = 1 FROM tickets t | UPDATE tickets
					UPDATE t SET a = 1 FROM owners AS o JOIN dbo.tickets AS t ON o.id = t.owner | UPDATE dbo.tickets
					UPDATE tickets SET a = o.a FROM owners o | UPDATE tickets
					UPDATE tickets t, owners o SET t.a = o.a | UPDATE tickets
					UPDATE t SET a = (SELECT max(x) FROM other t) | UPDATE t
					UPDATE (SELECT a FROM tickets) SET a = 1 | UPDATE tickets
					DELETE FROM tickets WHERE id IN (1, 2) | DELETE tickets
					DELETE tickets WHERE id = 1 | DELETE tickets
					DELETE t FROM tickets t WHERE t.id = 1 | DELETE tickets
					DELETE t, o FROM tickets t JOIN owners o USING (id) | DELETE tickets
					DELETE FROM t USING owners o, tickets t WHERE 1 = 1 | DELETE tickets
					DELETE FROM tickets USING owners o WHERE o.id = tickets.owner | DELETE tickets
					DELETE TOP (5) FROM tickets | DELETE tickets
					MERGE INTO tickets t USING (SELECT 1 id FROM dual) s ON (s.id = t.id) WHEN MATCHED THEN UPDATE SET a = 1 | MERGE tickets
					MERGE tickets AS t USING src AS s ON s.id = t.id WHEN MATCHED THEN DELETE; | MERGE tickets
					MERGE INTO tickets (a, b) KEY (a) VALUES (?, ?) | MERGE tickets
					CALL refresh(?, ?) | CALL refresh
					{call refresh(?)} | CALL refresh
					{ ? = call app.refresh ( ? ) } | CALL app.refresh
					EXEC refresh @a = 1 | CALL refresh
					EXEC @result = dbo.refresh 1 | CALL dbo.refresh
					EXECUTE PROCEDURE refresh | CALL refresh
					EXECUTE IMMEDIATE 'DROP TABLE tickets' | CALL
					EXEC ('DROP TABLE tickets') | CALL
					CALL NEXT VALUE FOR seq | CALL
					BEGIN refresh(?); END; | CALL refresh
					BEGIN app.refresh; END; | CALL app.refresh
					BEGIN ? := app.refresh(?); END; | CALL app.refresh
					BEGIN total := app.refresh(?); END; | CALL app.refresh
					begin insert into tickets (a) values (?) returning id into ?; end; | INSERT tickets
					BEGIN | BEGIN
					BEGIN; UPDATE tickets SET a = 1 | BEGIN
					BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE | BEGIN
					COMMIT | COMMIT
					ROLLBACK TO SAVEPOINT a | ROLLBACK
					SET search_path TO a, b | SET
					SHOW TABLES FROM db | SHOW
					EXPLAIN ANALYZE SELECT * FROM tickets | EXPLAIN tickets
					EXPLAIN (ANALYZE, BUFFERS) UPDATE tickets SET a = 1 | EXPLAIN tickets
					DESC tickets | DESCRIBE tickets
					CREATE TABLE IF NOT EXISTS tickets(id int, password varchar(10)) | CREATE tickets
					CREATE GLOBAL TEMPORARY TABLE tickets (id int) | CREATE tickets
					CREATE OR REPLACE FORCE VIEW open_tickets AS SELECT * FROM tickets | CREATE open_tickets
					CREATE UNIQUE NONCLUSTERED INDEX i ON tickets (a) | CREATE tickets
					CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY tickets USING btree (a) | CREATE tickets
					CREATE TRIGGER x AFTER UPDATE OF a ON tickets FOR EACH ROW EXECUTE FUNCTION f() | CREATE tickets
					CREATE SEQUENCE seq START WITH 1 | CREATE
					CREATE PROCEDURE p AS SELECT * FROM tickets | CREATE
					ALTER TABLE ONLY tickets ADD CONSTRAINT c PRIMARY KEY (id) | ALTER tickets
					DROP TABLE IF EXISTS tickets, owners | DROP tickets
					DROP INDEX i | DROP
					DROP INDEX i ON tickets | DROP tickets
					IF EXISTS (SELECT name FROM sys.tables WHERE name = 'tickets') DROP TABLE tickets | DROP tickets
					IF OBJECT_ID('x') IS NULL BEGIN INSERT INTO tickets VALUES (1) END | INSERT tickets
					TRUNCATE TABLE tickets | TRUNCATE tickets
					TRUNCATE tickets | TRUNCATE tickets
					COMMENT ON TABLE tickets IS 'x' | COMMENT tickets
					COMMENT ON COLUMN tickets.a IS 'x' | COMMENT
					LOCK TABLE tickets IN EXCLUSIVE MODE | LOCK tickets
					COPY tickets (a) FROM STDIN | COPY tickets
					COPY (SELECT * FROM tickets) TO STDOUT | COPY tickets
					VACUUM ANALYZE tickets | VACUUM tickets
					LOAD DATA LOCAL INFILE 'x' INTO TABLE tickets | LOAD tickets
					GRANT SELECT ON tickets TO x | GRANT
					DO $$ BEGIN PERFORM 1; END $$ | DO
					DECLARE @x int; SELECT * FROM tickets | DECLARE
					SELECT a FROM tickets; DELETE FROM owners | SELECT tickets
					~/* a */ -- b
					 # c
					 SELECT /*+ INDEX(t i) */ a -- FROM x
					 FROM/**/tickets~ | SELECT tickets
					/* a /* nested */ FROM x */ SELECT * FROM tickets | SELECT tickets
					hello world | _OTHER
					'SELECT' | _OTHER
					~~ | _OTHER
					""")
	void shouldFindOperationAndTable(String sql, String expected) {
		SqlStatement statement = SqlStatement.of(sql);
		String found = (statement.collection() != null) ? " " + statement.collection() : "";
		assertThat(statement.operation() + found).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			app.tickets | app.tickets
			a.b.c.d | a.b.c.d
			db..tickets | db..tickets
			"tickets" | tickets
			"app"."tickets" | app.tickets
			"my tickets" | my tickets
			`tickets` | tickets
			`app`.`tickets` | app.tickets
			app."Tickets" | app.Tickets
			[tickets] | tickets
			[dbo].[order-items] | dbo.order-items
			[Table 1] | Table 1
			app . "tickets" | app.tickets
			db.."tickets" | db..tickets
			V$SESSION | V$SESSION
			tickets@remote | tickets@remote
			Zürich | Zürich
			'tickets' | ~~
			"tickets | ~~
			"" | ~~
			""")
	void shouldTakeNamesAsTheyAreWrittenWithoutQuotes(String name, String expected) {
		for (String sql : List.of("SELECT * FROM %s t", "SELECT * FROM %s", "UPDATE %s SET a = 1",
				"INSERT INTO %s (a) VALUES (1)", "DELETE FROM %s", "DROP TABLE IF EXISTS %s",
				"SELECT 1 FROM %s WHERE a = 'x'")) {
			assertThat(SqlStatement.of(sql.formatted(name)).collection()).as(sql)
				.isEqualTo(expected.isEmpty() ? null : expected);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					a = 'x' AND b = 'it''s' | a = ? AND b = ?
					a = N'x' AND b = X'00' AND c = b'1' AND d = E'\\'x' | a = ? AND b = ? AND c = ? AND d = ?
					a = q'[it's]' AND b = nq'!x!' AND c = Q'{x}' | a = ? AND b = ? AND c = ?
					a = $$it's$$ AND b = $x$ $$ $x$ AND c = $1 | a = ? AND b = ? AND c = ?
					a = 1 AND b = 1.5e-10 AND c = .5 AND d = 0xFF AND e = 1e5 | a = ? AND b = ? AND c = ? AND d = ? AND e = ?
					a = -1 AND b=-1 AND c = b-1 AND (-1) | a = ? AND b=? AND c = b-? AND (?)
					a > DATE '2020-01-01' AND b < {ts '2020-01-01'} | a > DATE ? AND b < {ts ?}
					a = "x" AND "b" = t."c" AND "t".d = "s"."e" | a = ? AND ? = t."c" AND "t".d = "s"."e"
					`a` = 1 AND [b] = 2 | `a` = ? AND [b] = ?
					a = ARRAY[1, 'x'] AND b[1] = 2 AND c = ARRAY[['x', 'y']] | a = ARRAY[?, ?] AND b[?] = ? AND c = ARRAY[[?, ?]]
					a = ? AND b = :name AND c = ?2 AND d = :1 | a = ? AND b = ? AND c = ? AND d = ?
					a::text = 'x' AND b :: int = 1 | a::text = ? AND b :: int = ?
					a IN (1, 2, 3) AND b in (?,?) AND c IN ('x') | a IN (?) AND b in (?) AND c IN (?)
					a IN (:a, :b) AND f(1, 2) = 3 AND b IN (x, 1, 2) | a IN (?) AND f(?, ?) = ? AND b IN (x, ?)
					(a, b) IN ((1, 2), (3, 4), (5, 6)) AND c = 1 | (a, b) IN ((?, ?)) AND c = ?
					a IN (SELECT b FROM c WHERE d IN (1, 2) AND e = 3) | a IN (SELECT b FROM c WHERE d IN (?) AND e = ?)
					a LIKE ? ESCAPE '\\' AND b = 'x' | a LIKE ? ESCAPE ? AND b = ?
					a = 'x\\\\' AND b = 1 | a = ? AND b = ?
					a = 'x\\' AND b = 'y' | a = ?...
					a = 'it\\'s x' AND b = 1 | a = ?...
					a = 'x | a = ?
					a = "x | a = ?
					a = `x | a = ?
					a = $$x | a = ?
					a = $x$x | a = ?
					a = q'[x' | a = ?
					a = 1 /* x | a = ?
					a = 1 -- x | a = ?
					a = 1 --x 'y | a = ?...
					a #>> '{x}' = 'y' | a #>> ? = ?
					~a   =
					   1~ | a = ?
					a/* x */=/* y */1 | a = ?
					""")
	void shouldShowNoLiteral(String condition, String expected) {
		String start = "SELECT * FROM t WHERE ";
		assertThat(SqlStatement.of(start + condition).text()).isEqualTo(start + expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					INSERT INTO t (a) VALUES (1, 'x'), (2, 'y'),(3, 'z') | INSERT INTO t (a) VALUES (?, ?)
					INSERT INTO t VALUES (1, now()), (f(2), (3)) ON CONFLICT DO UPDATE SET a = 1, b = 2 | INSERT INTO t VALUES (?, now()) ON CONFLICT DO UPDATE SET a = ?, b = ?
					INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = VALUES(a), b = VALUES(b) | INSERT INTO t VALUES (?) ON DUPLICATE KEY UPDATE a = VALUES(a), b = VALUES(b)
					INSERT INTO "t" VALUES ("x") | INSERT INTO "t" VALUES (?)
					SELECT SUBSTRING("x" FROM "y") FROM "t" | SELECT SUBSTRING(? FROM ?) FROM "t"
					SELECT a IS NOT DISTINCT FROM "x" FROM t | SELECT a IS NOT DISTINCT FROM ? FROM t
					SELECT * FROM "a" JOIN "b" ON "a"."id" = "b"."id" LIMIT 5, 6 | SELECT * FROM "a" JOIN "b" ON "a"."id" = "b"."id" LIMIT ?, ?
					ALTER USER x IDENTIFIED BY secret REPLACE old | ALTER USER x IDENTIFIED BY ?
					CREATE USER x PASSWORD secret | CREATE USER x PASSWORD ?
					SET PASSWORD secret | SET PASSWORD ?
					UPDATE users SET password = ? WHERE id = 1 | UPDATE users SET password = ? WHERE id = ?
					INSERT INTO users (id, password) VALUES (1, 2) | INSERT INTO users (id, password) VALUES (?, ?)
					WITH a AS (SELECT password FROM users) SELECT 1 | WITH a AS (SELECT password FROM users) SELECT ?
					~/* x */  SELECT  1;  ~ | SELECT ?;
					""")
	void shouldKeepTheRest(String sql, String expected) {
		assertThat(SqlStatement.of(sql).text()).isEqualTo(expected);
	}

	@Test
	void shouldBoundText() {
		String columns = "column, ".repeat(1000);
		SqlStatement statement = SqlStatement.of("SELECT " + columns + "x FROM tickets");
		assertThat(statement.text()).hasSize(2000).startsWith("SELECT column, ").endsWith("...");
		assertThat(statement.collection()).isEqualTo("tickets");
	}

	@Test
	void shouldNotCutCharacters() {
		for (int i = 0; i < 2; i++) {
			String text = SqlStatement.of("SELECT " + "a".repeat(i) + "\uD83D\uDE00".repeat(2000)).text();
			assertThat(Character.isLowSurrogate(text.charAt(text.length() - 4))).isTrue();
		}
	}

	@Test
	void shouldBoundName() {
		String name = "t".repeat(3000);
		assertThat(SqlStatement.of("SELECT * FROM " + name).collection()).isEqualTo("t".repeat(100));
		assertThat(SqlStatement.of("SELECT * FROM `" + name + "`.\"" + name + "\"").collection()).hasSize(100);
	}

	@Test
	void shouldNotLookAtMoreThanTheLimit() {
		String values = "'secret', ".repeat(200_000);
		SqlStatement statement = SqlStatement.of("INSERT INTO tickets VALUES (" + values + "1)");
		assertThat(statement.operation()).isEqualTo("INSERT");
		assertThat(statement.collection()).isEqualTo("tickets");
		assertThat(statement.text()).startsWith("INSERT INTO tickets VALUES (?, ?")
			.endsWith("...")
			.doesNotContain("secret");
		String late = "SELECT a, /*" + " ".repeat(SqlScanner.LIMIT) + "*/ b FROM tickets";
		assertThat(SqlStatement.of(late)).isEqualTo(new SqlStatement("SELECT", null, "SELECT a,..."));
	}

}
