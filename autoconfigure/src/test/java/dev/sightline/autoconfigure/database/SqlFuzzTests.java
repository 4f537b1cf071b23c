package dev.sightline.autoconfigure.database;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No input makes the analyser fail, and no literal leaves it, whatever is cut off.
 */
class SqlFuzzTests {

	private static final String CANARY = "Canary";

	private static final String START = "Can";

	private static final List<String> PIECES = List.of("SELECT ", "INSERT INTO ", "UPDATE ", "DELETE ", "FROM ",
			"WITH ", "AS ", "JOIN ", "VALUES ", "IN ", "BEGIN ", "CALL ", "CREATE ", "TABLE ", "IF ", "(", ")", ",",
			";", ".", "'", "\"", "`", "[", "]", "$", "$$", "$a$", "--", "/*", "*/", "#", "\\", "?", ":", "::", "{", "}",
			"q'[", "E'", "N'", "1.5e-", "0x", "-", "a", "t ", "\n", "\uD83D", "\uDE00", "\u0000", "ü", "IDENTIFIED BY ",
			"PASSWORD ", "TOP ");

	@Test
	void shouldNotFailWithAnything() {
		Random random = new Random(42);
		for (int i = 0; i < 100_000; i++) {
			StringBuilder sql = new StringBuilder();
			for (int length = random.nextInt(30); length > 0; length--) {
				sql.append((random.nextInt(5) > 0) ? PIECES.get(random.nextInt(PIECES.size()))
						: Character.toString(random.nextInt(0x500)));
			}
			SqlStatement statement = SqlStatement.of(sql.toString());
			assertThat(statement.operation()).matches("[A-Z_]+");
			assertThat(statement.text()).hasSizeLessThanOrEqualTo(SqlText.LIMIT);
			if (statement.collection() != null) {
				assertThat(statement.collection()).hasSizeLessThanOrEqualTo(SqlName.LIMIT);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"SELECT a FROM t WHERE b = 'Canary' AND c = 'it''s Canary' AND d IN ('Canary', 'Canary') ORDER BY e",
			"SELECT 'Canary', N'Canary', E'\\'Canary', X'Canary', q'[Canary']', nq'!'Canary!', $$'Canary$$, $a$ Canary $$ $a$ FROM t",
			"INSERT INTO t (a, b) VALUES (\"Canary\", 'Canary \\' Canary'), ('Canary', \"it's Canary\"), (\"Canary \\\" Canary\", 1)",
			"INSERT INTO t SELECT \"Canary\", SUBSTRING(\"Canary\" FROM \"Canary\") FROM u WHERE a = \"Canary\" LIMIT 1, 2",
			"UPDATE t SET a = 'C:\\', b = 'Canary', c = \"Canary\" WHERE d IS DISTINCT FROM \"Canary\"",
			"UPDATE t SET a = 'x\\' WHERE b = 'Canary'", "UPDATE t SET a = 5--3, b = 'x\n Canary' WHERE c = 'Canary'",
			"SELECT a /* Canary 'Canary */ FROM t -- Canary ' Canary\n WHERE b = 'Canary' # Canary \"Canary\n AND c = 1",
			"SELECT /*+ Canary */ a FROM /* Canary /* Canary */ Canary */ t WHERE b LIKE 'Canary' ESCAPE '\\' AND c = 'Canary'",
			"SELECT a FROM t WHERE b #>> '{Canary}' = 'Canary' AND c = ARRAY['Canary', 'Canary'] AND d['Canary'] = 1",
			"MERGE INTO t USING (SELECT 'Canary' a FROM dual) s ON (t.a = s.a) WHEN MATCHED THEN UPDATE SET b = \"Canary\", c = 'Canary'",
			"CALL f('Canary', \"Canary\", {ts 'Canary'})", "EXEC f @a = 'Canary', @b = N'Canary'",
			"EXECUTE IMMEDIATE \"Canary\"", "BEGIN f('Canary'); g(\"Canary\"); END;",
			"PREPARE s FROM \"SELECT Canary\"", "DO $$ BEGIN Canary; END $$", "CREATE USER u IDENTIFIED BY Canary",
			"ALTER USER u IDENTIFIED BY \"Canary\" REPLACE Canary", "CREATE USER u PASSWORD Canary",
			"CREATE USER u WITH PASSWORD 'Canary'", "SET PASSWORD Canary", "SET PASSWORD FOR u = 'Canary'",
			"CREATE DATABASE LINK l CONNECT TO u IDENTIFIED BY Canary USING 'x'",
			"CREATE TABLE t (a int DEFAULT 'Canary') COMMENT \"Canary\"", "COMMENT ON TABLE t IS 'Canary'",
			"LOAD DATA INFILE \"Canary\" INTO TABLE t", "COPY t FROM 'Canary'",
			"GRANT ALL ON t TO u IDENTIFIED BY 'Canary'",
			"WITH a AS (SELECT 'Canary', \"Canary\" FROM t) SELECT * FROM a, t WHERE b = \"Canary\" GROUP BY 1, \"Canary\"",
			"SELECT a FROM t UNION SELECT 1, \"Canary\"", "VALUES ('Canary'), (\"Canary\")", "'Canary'",
			"\"Canary\" x" })
	void shouldNotShowLiterals(String sql) {
		for (int end = 0; end <= sql.length(); end++) {
			assertThat(shown(sql.substring(0, end))).doesNotContain(START);
		}
		for (int gap = 0; gap < 40; gap++) {
			int before = sql.indexOf(CANARY) + CANARY.length() / 2;
			String late = " ".repeat(SqlScanner.LIMIT - before + gap - 20) + sql;
			assertThat(shown(late)).doesNotContain(START);
		}
	}

	@Test
	void shouldNotShowNumbers() {
		for (String number : List.of("4711", "-4711", "4711.5", "47.11e+4711", "0x4711", ".4711", ".4711e4711", "4711L",
				"$4711", ":4711", "?4711", "1_4711")) {
			for (String start : List.of("SELECT ", "SELECT a -", "SELECT * FROM t WHERE a = ",
					"SELECT * FROM t WHERE a=", "VALUES (", "SELECT * FROM t LIMIT ", "CALL f(1,",
					"UPDATE t SET a = b *")) {
				assertThat(shown(start + number)).as(start + number).doesNotContain("4711");
			}
		}
	}

	private static String shown(String sql) {
		SqlStatement statement = SqlStatement.of(sql);
		return statement.operation() + " " + statement.collection() + " " + statement.text();
	}

}
