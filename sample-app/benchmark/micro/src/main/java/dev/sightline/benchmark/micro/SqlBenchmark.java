package dev.sightline.benchmark.micro;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.sightline.autoconfigure.database.SqlStatement;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlDialect;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQuery;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQueryAnalyzer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a SQL statement costs that was not seen before, beside OpenTelemetry's analyser
 * without its cache.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class SqlBenchmark {

	private static final MethodHandle SANITIZE = sanitize();

	private static final Map<String, String> STATEMENTS = Map.of("key", "select * from tickets where id = ?", "join",
			"""
					select t1_0.id, t1_0.created, t1_0.owner_id, o1_0.id, o1_0.name, t1_0.title from tickets t1_0
					left join owners o1_0 on o1_0.id = t1_0.owner_id where t1_0.title like ? escape '!' order by t1_0.created desc
					fetch first ? rows only""",
			"insert", "insert into tickets (created, owner_id, title, id) values (?, ?, ?, default)", "literals",
			"UPDATE \"app\".\"tickets\" SET title = 'it''s late', price = 12.50 WHERE id IN (1, 2, 3, 4, 5, 6, 7, 8)",
			"with",
			"""
					WITH recent AS (SELECT owner_id, count(*) AS n FROM tickets WHERE created > ? GROUP BY owner_id)
					SELECT o.name, r.n FROM recent r JOIN owners o ON o.id = r.owner_id /* report */ ORDER BY r.n DESC""");

	@Param({ "key", "insert", "join", "literals", "with" })
	private String statement;

	private String sql;

	@Setup
	public void start() {
		this.sql = STATEMENTS.get(this.statement);
	}

	@Benchmark
	public SqlStatement sightline() {
		return SqlStatement.of(this.sql);
	}

	@Benchmark
	public SqlQuery openTelemetry() throws Throwable {
		return (SqlQuery) SANITIZE.invokeExact(this.sql, SqlDialect.DOUBLE_QUOTES_ARE_IDENTIFIERS);
	}

	/**
	 * What the analyser calls when its cache does not have the statement.
	 */
	private static MethodHandle sanitize() {
		try {
			Class<?> sanitizer = Class.forName(SqlQueryAnalyzer.class.getPackageName() + ".AutoSqlSanitizer");
			return MethodHandles.privateLookupIn(sanitizer, MethodHandles.lookup())
				.findStatic(sanitizer, "sanitize",
						MethodType.methodType(SqlQuery.class, String.class, SqlDialect.class));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
