package dev.sightline.autoconfigure.database;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import dev.sightline.autoconfigure.database.SqlCorpusTests.Comparison;

/**
 * The kinds of differences to OpenTelemetry's analyser, each with a judgement. A
 * difference is of the first kind that it matches.
 */
enum SqlDifference {

	NAME_WITH_DOLLAR(true, "It reads `V$SESSION` as `V`. Ours is right.", (it) -> it.table().contains("$")),

	NAME_WITHOUT_SCHEMA(true, "It reads `master..proc` as `master`. Ours is right.", (it) -> it.table().contains("..")),

	NAME_IN_BRACKETS(true, "It reads `[dbo].[orders]` as `dbo`. Ours is right.",
			(it) -> it.sql().contains("[" + it.theirTable() + "].[")),

	CONDITION(true, "`IF EXISTS (SELECT ...) DROP ...`: it names the condition, we name what is done. Ours is right.",
			(it) -> it.startsWith("IF") && it.theirOperation().equals("SELECT")),

	DECLARATION(true,
			"Several statements: it takes the first that it knows, we take the first, a `DECLARE`. Both are fair.",
			(it) -> it.startsWith("DECLARE")),

	SHOW_CREATE(true, "It reads `SHOW CREATE TABLE` as `CREATE`. Ours is right.", (it) -> it.startsWith("SHOW")),

	FUNCTION(true, "`FROM f()`: it names the function, we name no table. Both are fair.",
			(it) -> it.table().isEmpty() && it.sql().contains(it.theirTable() + "(")),

	TRANSACTION(false, "`COMMIT`, `SET`, `SHOW`, `TRUNCATE`, `LOCK` and such: it has no operation. Ours is of use.",
			(it) -> it.theirOperation().isEmpty() && !it.operation().equals("CALL")),

	BLOCK(false, "`EXEC` and `BEGIN f(); END;`: it has no operation, we see a call. Ours is of use.",
			(it) -> it.theirOperation().isEmpty()),

	JOIN(false, "`JOIN`: it names no table, we name the first.", (it) -> it.isSelect() && it.contains("JOIN")),

	SUB_QUERY(false, "Sub-queries and `UNION`: it names no table, we name that of the main query, else the first.",
			(it) -> it.isSelect() && (it.contains("SELECT[^$]*SELECT"))),

	LIST(false, "`FROM a, b`: it names no table, we name the first.", (it) -> it.isSelect() && it.sql().contains(",")),

	LOWER_CASE(false, "`create table`: it knows the word in upper case only. Ours is right.",
			(it) -> it.sql().matches("(?s)(create|alter|drop) table.*")),

	INDEX(false, "Indexes and triggers: it names no table, we name the one they are on.",
			(it) -> it.isDefinition() && it.contains("(INDEX|TRIGGER)")),

	VIEW(false, "Views: it names none. A view is read as a table is, so we name it.",
			(it) -> it.isDefinition() && it.contains("VIEW"));

	private final boolean contradiction;

	private final String judgement;

	private final Predicate<Comparison> matches;

	SqlDifference(boolean contradiction, String judgement, Predicate<Comparison> matches) {
		this.contradiction = contradiction;
		this.judgement = judgement;
		this.matches = matches;
	}

	boolean isContradiction() {
		return this.contradiction;
	}

	/**
	 * Whether its lexer cuts the name, so that there is nothing to compare.
	 */
	boolean isCutName() {
		return List.of(NAME_WITH_DOLLAR, NAME_WITHOUT_SCHEMA, NAME_IN_BRACKETS).contains(this);
	}

	String judgement() {
		return this.judgement;
	}

	String title() {
		return name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	static SqlDifference of(Comparison comparison) {
		return Arrays.stream(values())
			.filter((kind) -> kind.contradiction == comparison.isContradiction() && kind.matches.test(comparison))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No judgement of " + comparison));
	}

}
