package dev.sightline.autoconfigure.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlDialect;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQuery;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQueryAnalyzer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what we find in the statements of published libraries with what
 * OpenTelemetry's analyser finds. The outcome is written to {@code target/sql-corpus.md}.
 */
class SqlCorpusTests {

	private static final SqlQueryAnalyzer ANALYZER = SqlQueryAnalyzer.create(true);

	private static List<Comparison> comparisons = List.of();

	@BeforeAll
	static void compare() throws IOException {
		Path directory = Path.of(System.getProperty("sql.corpus"));
		comparisons = SqlCorpus.read(directory).stream().map(SqlCorpusTests::compare).toList();
		Files.writeString(directory.resolveSibling("sql-corpus.md"), report());
	}

	@Test
	void shouldHaveStatementsOfAllDialects() {
		assertThat(comparisons).hasSizeGreaterThan(1000);
		assertThat(count(comparisons, Comparison::dialect)).hasSize(6)
			.allSatisfy((dialect, count) -> assertThat(count).as(dialect).isGreaterThan(100));
		assertThat(count(comparisons, Comparison::source)).hasSizeGreaterThan(20);
	}

	@Test
	void shouldAgreeWithOpenTelemetry() {
		long same = comparisons.stream().filter(Comparison::isSame).count();
		List<SqlDifference> contradictions = comparisons.stream()
			.filter(Comparison::isContradiction)
			.map(SqlDifference::of)
			.toList();
		assertThat(same).isGreaterThan(650);
		assertThat(share(same, contradictions.size())).isGreaterThan(95);
		assertThat(share(same, contradictions.stream().filter((kind) -> !kind.isCutName()).count())).isGreaterThan(98);
	}

	@Test
	void shouldHaveJudgedEveryDifference() {
		assertThat(differences().keySet()).containsExactlyInAnyOrder(SqlDifference.values());
	}

	@Test
	void shouldAgreeWithSummaryWhereNoTableIsNamed() {
		List<Comparison> queries = comparisons.stream()
			.filter((comparison) -> !comparison.isSame() && !comparison.isContradiction() && comparison.isSelect())
			.toList();
		long same = queries.stream().filter(Comparison::isConfirmed).count();
		assertThat(share(same, queries.size() - same)).isGreaterThan(97);
	}

	@Test
	void shouldKnowEveryStatement() {
		assertThat(comparisons).noneMatch((comparison) -> comparison.operation().equals("_OTHER"));
	}

	@Test
	void shouldShowNoLiteralWhereverAStatementIsCut() {
		for (Comparison comparison : comparisons) {
			String sql = comparison.sql().replaceAll("'[^']*'", "'Canary'").replaceAll("\\b\\d+\\b", "4711");
			for (int end = sql.length(); end > 0; end -= 3) {
				SqlStatement statement = SqlStatement.of(sql.substring(0, end));
				assertThat(statement.collection() + " " + statement.text()).as(sql)
					.doesNotContain("Can")
					.doesNotContain("471");
			}
		}
	}

	@SuppressWarnings("deprecation")
	private static Comparison compare(SqlCorpus.Statement statement) {
		SqlStatement ours = SqlStatement.of(statement.sql());
		SqlQuery theirs = ANALYZER.analyze(statement.sql(), SqlDialect.DOUBLE_QUOTES_ARE_IDENTIFIERS);
		String operation = Objects.toString(theirs.getOperationName(), "").split(" ")[0].toUpperCase(Locale.ROOT);
		String summary = ANALYZER.analyzeWithSummary(statement.sql(), SqlDialect.DOUBLE_QUOTES_ARE_IDENTIFIERS)
			.getQuerySummary();
		return new Comparison(statement.dialect(), statement.source(), statement.sql().strip(), ours.operation(),
				bare(ours.collection()), operation,
				bare(theirs.getCollectionName()) + bare(theirs.getStoredProcedureName()), bare(summary));
	}

	private static String bare(@Nullable String name) {
		return (name != null) ? name.replace("\"", "").replace("`", "") : "";
	}

	private static Map<SqlDifference, List<Comparison>> differences() {
		return comparisons.stream()
			.filter((comparison) -> !comparison.isSame())
			.collect(Collectors.groupingBy(SqlDifference::of, TreeMap::new, Collectors.toList()));
	}

	private static Map<String, Long> count(List<Comparison> comparisons, Function<Comparison, String> key) {
		return comparisons.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
	}

	private static double share(long same, long others) {
		return 100.0 * same / (same + others);
	}

	private static String report() {
		List<String> lines = new ArrayList<>();
		for (Function<Comparison, String> key : List.<Function<Comparison, String>>of(Comparison::dialect,
				Comparison::source)) {
			lines.add("| | Statements | Same | Left open by it | Different |\n|---|---|---|---|---|");
			count(comparisons, key).forEach((name, count) -> {
				List<Comparison> some = comparisons.stream().filter((it) -> key.apply(it).equals(name)).toList();
				lines.add(row(name, some));
			});
			lines.add(row("All", comparisons) + "\n");
		}
		lines.add("| Difference | Statements | Confirmed by its summary | Judgement |\n|---|---|---|---|");
		differences().forEach((kind, some) -> lines.add("| %s | %d | %d | %s |".formatted(kind.title(), some.size(),
				some.stream().filter(Comparison::isConfirmed).count(), kind.judgement())));
		return String.join("\n", lines) + "\n";
	}

	private static String row(String name, List<Comparison> some) {
		long same = some.stream().filter(Comparison::isSame).count();
		long different = some.stream().filter(Comparison::isContradiction).count();
		return "| %s | %d | %d | %d | %d |".formatted(name, some.size(), same, some.size() - same - different,
				different);
	}

	/**
	 * What we and they find in a statement. What is not found is empty.
	 *
	 * @param summary their summary, which names operations and tables in their order
	 */
	record Comparison(String dialect, String source, String sql, String operation, String table, String theirOperation,
			String theirTable, String summary) {

		boolean isSame() {
			return this.operation.equals(this.theirOperation) && this.table.equals(this.theirTable);
		}

		/**
		 * Whether they say something else, and not merely nothing.
		 */
		boolean isContradiction() {
			return !this.theirOperation.isEmpty() && !this.theirOperation.equals(this.operation)
					|| !this.theirTable.isEmpty() && !this.theirTable.equals(this.table);
		}

		/**
		 * Whether our table is the first that their summary names.
		 */
		boolean isConfirmed() {
			return !this.table.isEmpty() && Arrays.stream(this.summary.split(" "))
				.filter((word) -> !word.toUpperCase(Locale.ROOT)
					.matches(
							"SELECT|INSERT|UPDATE|DELETE|MERGE|WITH|CREATE|ALTER|DROP|TABLE|VIEW|TRUNCATE|EXEC|LOCK|CALL"))
				.findFirst()
				.filter(this.table::equals)
				.isPresent();
		}

		boolean isSelect() {
			return this.operation.equals("SELECT");
		}

		boolean isDefinition() {
			return List.of("CREATE", "ALTER", "DROP").contains(this.operation);
		}

		boolean startsWith(String word) {
			return this.sql.regionMatches(true, 0, word, 0, word.length());
		}

		boolean contains(String word) {
			return Pattern.compile("\\b" + word + "\\b", Pattern.CASE_INSENSITIVE).matcher(this.sql).find();
		}

	}

}
