package dev.sightline.autoconfigure.database.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What is told of statements on H2 and on PostgreSQL.
 */
@ExtendWith(OutputCaptureExtension.class)
class JdbcObservationTests {

	private static EmbeddedPostgres postgres;

	private static OtlpReceiver receiver;

	private static TestApp app;

	private static int traces;

	@BeforeAll
	static void start() throws IOException {
		postgres = EmbeddedPostgres.builder().start();
		receiver = new OtlpReceiver();
		app = TestApp.servlet(DatabaseApp.class,
				receiver.settings("logging.level.root=WARN", "sightline.http.exclude=/timeout",
						"postgres=" + postgres.getJdbcUrl("postgres", "postgres"), "sightline.logging.format=json"));
		app.context().getBean(DatabaseApp.class).prepare();
	}

	@AfterAll
	static void stop() throws IOException {
		app.close();
		receiver.close();
		postgres.close();
	}

	@ParameterizedTest
	@CsvSource({ "dataSource,h2database,01", "dataSource,h2database,00", "reportsDataSource,postgresql,01",
			"reportsDataSource,postgresql,00" })
	void shouldCountEachStatementByOperationAndTable(String bean, String system, String sampled) {
		Map<String, Integer> before = counts(system);
		get("/known/" + bean, sampled);
		Map<String, Integer> after = counts(system);
		before.forEach((key, count) -> after.merge(key, -count, Integer::sum));
		after.values().removeIf((count) -> count == 0);
		assertThat(after)
			.isEqualTo(Map.of("DELETE tickets", 1, "DELETE notes", 1, "INSERT tickets", 3, "SELECT tickets", 2,
					"UPDATE tickets", 1, "INSERT notes", 1, "SELECT notes", 1, "CALL close_ticket", 1));
		assertThat(app.scrape()).doesNotContain(DatabaseApp.SECRET)
			.contains("db_client_operation_duration_seconds_bucket{db_client_connection_pool_name=\""
					+ (bean.equals("dataSource") ? "dataSource" : "reports")
					+ "\",db_collection_name=\"tickets\",db_operation_name=\"INSERT\",db_system_name=\"" + system
					+ "\",error=\"none\",outcome=\"success\",le=\"0.005\"}");
	}

	@ParameterizedTest
	@CsvSource({ "dataSource,h2database", "reportsDataSource,postgresql" })
	void shouldMakeOneSpanForEachStatement(String bean, String system) {
		String trace = get("/known/" + bean, "01");
		List<ReceivedSpan> spans = spans(trace, 11);
		assertThat(spans).extracting(ReceivedSpan::name)
			.containsExactly("DELETE tickets", "DELETE notes", "INSERT tickets", "INSERT tickets", "INSERT tickets",
					"SELECT tickets", "SELECT tickets", "UPDATE tickets", "BATCH INSERT notes", "SELECT notes",
					"CALL close_ticket");
		assertThat(spans).allSatisfy((span) -> {
			assertThat(span.kind()).isEqualTo("SPAN_KIND_CLIENT");
			assertThat(span.attributes()).containsEntry("db.system.name", system);
			assertThat(span.attributes().toString()).doesNotContain(DatabaseApp.SECRET);
		});
		assertThat(spans.get(7).attributes()).containsEntry("db.operation.name", "UPDATE")
			.containsEntry("db.collection.name", "tickets")
			.containsEntry("db.query.text", "update tickets set subject = ? where id = ?");
		assertThat(spans.get(8).attributes()).containsEntry("db.operation.batch.size", "3");
		if (system.equals("postgresql")) {
			assertThat(spans.get(0).attributes()).containsEntry("server.address", "localhost")
				.containsEntry("server.port", String.valueOf(postgres.getPort()))
				.containsEntry("db.namespace", "postgres");
		}
	}

	@ParameterizedTest
	@CsvSource({ "dataSource,01", "dataSource,00", "reportsDataSource,01", "reportsDataSource,00" })
	void shouldTellOfAFailureWithoutItsMessage(String bean, String sampled, CapturedOutput output) {
		String series = "db_client_operation_duration_seconds_count{db_client_connection_pool_name=\""
				+ (bean.equals("dataSource") ? "dataSource" : "reports");
		double before = failures(series);
		String errors = "application_errors_total{component=\"db.client.operation.duration\"";
		double errorsBefore = sum(errors);
		String trace = get("/fail/" + bean, sampled);
		assertThat(failures(series)).isEqualTo(before + 1);
		assertThat(sum(errors)).isEqualTo(errorsBefore + 1);
		if (sampled.equals("01")) {
			ReceivedSpan span = spans(trace, 1).get(0);
			assertThat(span.status()).isEqualTo("STATUS_CODE_ERROR");
			assertThat(span.attributes()).containsEntry("db.response.status_code", "23505").containsKey("error.type");
			assertThat(receiver.text()).doesNotContain(DatabaseApp.SECRET);
		}
		assertThat(output).doesNotContain(DatabaseApp.SECRET);
	}

	@ParameterizedTest
	@CsvSource({ "dataSource,01", "reportsDataSource,00" })
	void shouldTellOfASlowStatement(String bean, String sampled, CapturedOutput output) {
		String series = "jdbc_statements_slow_total{db_client_connection_pool_name=\""
				+ (bean.equals("dataSource") ? "dataSource" : "reports")
				+ "\",db_collection_name=\"none\",db_operation_name=\"SELECT\"";
		double before = sum(series);
		String trace = get("/slow/" + bean, sampled);
		await().untilAsserted(() -> assertThat(lines(output, "Slow query: SELECT")).hasSize(1));
		assertThat(lines(output, "Slow query: SELECT").get(0))
			.contains("event_type", "performance", "duration_ms", trace)
			.contains("SELECT " + (bean.equals("dataSource") ? "sleep" : "pg_sleep") + "(?), ?")
			.doesNotContain(DatabaseApp.SECRET);
		get("/slow/" + bean, "00");
		assertThat(lines(output, "Slow query: SELECT")).hasSize(1);
		assertThat(sum(series)).isEqualTo(before + 2);
	}

	@Test
	void shouldTellOfAStatementThatIsRepeated(CapturedOutput output) {
		get("/notes/20", "00");
		assertThat(sum("jdbc_statements_repeated_total")).isZero();
		String trace = get("/notes/21", "00");
		await().untilAsserted(() -> assertThat(lines(output, "Repeated query")).hasSize(1));
		assertThat(lines(output, "Repeated query").get(0))
			.contains("SELECT notes ran 21 times in one /notes/{times}: SELECT * FROM notes WHERE ticket = ?", trace);
		assertThat(app.scrape("jdbc_statements_repeated_total")).containsExactly(
				"jdbc_statements_repeated_total{db_collection_name=\"notes\",db_operation_name=\"SELECT\",uri=\"/notes/{times}\"} 1.0");
		assertThat(app.scrape("jdbc_statements_per_request_sum{uri=\"/notes/{times}\"}"))
			.containsExactly("jdbc_statements_per_request_sum{uri=\"/notes/{times}\"} 43.0");
		assertThat(app.scrape("jdbc_statements_per_request_bucket{uri=\"/notes/{times}\",le=\"20.0\"}")).hasSize(1);
	}

	@Test
	void shouldMeasureTransactions() {
		get("/transactions", "00");
		assertThat(app.scrape("jdbc_transactions_seconds_count")).containsExactly(
				"jdbc_transactions_seconds_count{db_client_connection_pool_name=\"reports\",outcome=\"committed\"} 1",
				"jdbc_transactions_seconds_count{db_client_connection_pool_name=\"reports\",outcome=\"rolled_back\"} 1");
	}

	@Test
	void shouldTellWhatWasCancelledWithoutASpanIfItsRequestIsNotObserved() {
		String slow = "jdbc_statements_slow_total{db_client_connection_pool_name=\"reports\","
				+ "db_collection_name=\"none\",db_operation_name=\"SELECT\"";
		double before = sum(slow);
		get("/timeout", "01");
		assertThat(sum(slow)).isEqualTo(before + 1);
		assertThat(sum("db_client_operation_duration_seconds_count{db_client_connection_pool_name=\"reports\","
				+ "db_collection_name=\"none\",db_operation_name=\"SELECT\",db_system_name=\"postgresql\","
				+ "error=\"PSQLException\",outcome=\"cancelled\"}"))
			.isEqualTo(1);
		spans(get("/known/reportsDataSource", "01"), 11);
		assertThat(receiver.spans())
			.noneMatch((span) -> "SELECT pg_sleep(?)".equals(span.attributes().get("db.query.text")));
	}

	@Test
	void shouldTellAWaitForAConnectionFromASlowQuery(CapturedOutput output) throws Exception {
		double slow = sum("jdbc_statements_slow_total");
		DatabaseApp bean = app.context().getBean(DatabaseApp.class);
		String trace;
		try (Connection held = bean.onlyConnection()) {
			Thread release = new Thread(() -> {
				await().until(() -> sum("hikaricp_connections_pending{pool=\"" + pool() + "\"}") == 1);
				try {
					// Longer than the threshold.
					Thread.sleep(150);
					held.close();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			});
			release.start();
			trace = get("/wait", "01");
			release.join();
		}
		await().untilAsserted(() -> assertThat(lines(output, "Slow connection")).hasSize(1));
		assertThat(sum("jdbc_connections_slow_total{db_client_connection_pool_name=\"small\"}")).isEqualTo(1);
		assertThat(sum("jdbc_statements_slow_total")).isEqualTo(slow);
		await().until(() -> receiver.spans()
			.stream()
			.anyMatch((span) -> span.traceId().equals(trace)
					&& span.attributes().containsKey("db.client.connection.wait_ms")));
		assertThat(receiver.text()).contains("db.client.connection.wait");
	}

	private static String pool() {
		return app.context().getBean("smallDataSource", com.zaxxer.hikari.HikariDataSource.class).getPoolName();
	}

	@Test
	void shouldRefuseAThresholdOfNothing() {
		assertThatThrownBy(() -> TestApp.plain(HelloApp.class, "sightline.jdbc.slow-threshold=0s"))
			.hasStackTraceContaining("sightline.jdbc.slow-threshold");
	}

	private static String get(String path, String sampled) {
		String trace = String.format("%032x", 0x5000 + ++traces);
		assertThat(Http.get(app.url(path), "traceparent", "00-" + trace + "-6666666666666666-" + sampled).statusCode())
			.isEqualTo(200);
		return trace;
	}

	/**
	 * The spans of statements in a trace, as they began.
	 */
	private static List<ReceivedSpan> spans(String trace, int expected) {
		await().untilAsserted(() -> assertThat(statements(trace)).hasSize(expected));
		await().until(() -> receiver.spans()
			.stream()
			.anyMatch((span) -> span.traceId().equals(trace) && span.kind().equals("SPAN_KIND_SERVER")));
		assertThat(statements(trace)).hasSize(expected);
		return statements(trace);
	}

	private static List<ReceivedSpan> statements(String trace) {
		return receiver.spans()
			.stream()
			.filter((span) -> span.traceId().equals(trace) && span.attributes().containsKey("db.system.name"))
			.toList();
	}

	private static Map<String, Integer> counts(String system) {
		return app.scrape("db_client_operation_duration_seconds_count")
			.stream()
			.filter((line) -> line.contains("\"" + system + "\"") && line.contains("outcome=\"success\""))
			.collect(Collectors.toMap((line) -> tag(line, "db_operation_name") + " " + tag(line, "db_collection_name"),
					(line) -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' '))), Integer::sum,
					TreeMap::new));
	}

	private static String tag(String line, String name) {
		int start = line.indexOf(name + "=\"") + name.length() + 2;
		return line.substring(start, line.indexOf('"', start));
	}

	private static double failures(String series) {
		return app.scrape(series)
			.stream()
			.filter((line) -> line.contains("outcome=\"error\""))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	private static double sum(String series) {
		return app.scrape(series)
			.stream()
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	private static List<String> lines(CapturedOutput output, String text) {
		return output.toString().lines().filter((line) -> line.contains(text)).toList();
	}

}
