package dev.sightline.autoconfigure.database.r2dbc;

import java.util.List;
import java.util.function.Function;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.r2dbc.BadSqlGrammarException;
import org.springframework.r2dbc.core.DatabaseClient;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * What R2DBC tells of a real database.
 */
@ExtendWith(OutputCaptureExtension.class)
class R2dbcStatementTests {

	private static final String TRACE = "88888888888888888888888888888888";

	private static OtlpReceiver receiver;

	private static TestApp app;

	private static DatabaseClient client;

	@BeforeAll
	static void start() {
		receiver = new OtlpReceiver();
		app = TestApp.servlet(R2dbcApp.class, receiver.settings("spring.r2dbc.url=r2dbc:h2:mem:///helpdesk"));
		client = app.context().getBean(DatabaseClient.class);
		run("CREATE TABLE tickets (id BIGINT PRIMARY KEY, subject VARCHAR(50), customer VARCHAR(50))");
		run("CREATE TABLE comments (ticket BIGINT, text VARCHAR(50))");
		run("CREATE ALIAS sleep FOR \"java.lang.Thread.sleep(long)\"");
	}

	@AfterAll
	static void stop() {
		app.close();
		receiver.close();
	}

	@Test
	void shouldCountStatementsByOperationAndTable() {
		for (int i = 0; i < 5; i++) {
			client.sql("INSERT INTO comments (ticket, text) VALUES (:ticket, 'canary-literal')")
				.bind("ticket", i)
				.fetch()
				.rowsUpdated()
				.block();
		}
		run("UPDATE comments SET text = 'canary-literal' WHERE ticket = 1");
		run("UPDATE comments SET text = 'canary-literal' WHERE ticket = 2");
		assertThat(client.sql("SELECT c.text FROM comments c JOIN tickets t ON t.id = c.ticket")
			.map((row) -> row.get(0))
			.all()
			.collectList()
			.block()).isEmpty();
		assertThat(client.sql("SELECT ticket FROM comments").map((row) -> row.get(0)).all().collectList().block())
			.hasSize(5);
		run("DELETE FROM comments");
		assertThat(count("INSERT", "comments", "success", "none")).isEqualTo(5);
		assertThat(count("UPDATE", "comments", "success", "none")).isEqualTo(2);
		assertThat(count("SELECT", "comments", "success", "none")).isEqualTo(2);
		assertThat(count("DELETE", "comments", "success", "none")).isEqualTo(1);
		assertThat(app.scrape()).contains("r2dbc_pool_acquired_connections", "r2dbc_pool_max_allocated_connections")
			.doesNotContain("r2dbc_query", "canary");
		assertThat(app.scrape("db_client_operation_duration_seconds_bucket"))
			.anyMatch((line) -> line.contains("db_operation_name=\"INSERT\"") && line.contains("le=\"0.005\""));
	}

	@Test
	void shouldSpanAStatementWithinItsRequest(CapturedOutput output) {
		assertThat(Http.get(app.url("/find"), "traceparent", "00-" + TRACE + "-6666666666666666-01").body())
			.isEqualTo("0");
		await().untilAsserted(() -> assertThat(spans("SELECT tickets", TRACE)).hasSize(1));
		ReceivedSpan span = spans("SELECT tickets", TRACE).get(0);
		assertThat(span.kind()).isEqualTo("SPAN_KIND_CLIENT");
		assertThat(span.attributes()).containsEntry("db.system.name", "h2database")
			.containsEntry("db.operation.name", "SELECT")
			.containsEntry("db.collection.name", "tickets")
			.containsEntry("db.namespace", "helpdesk")
			.containsEntry("db.client.connection.pool.name", "connectionFactory")
			.containsEntry("db.query.text", "SELECT count(*) FROM tickets WHERE subject = ? AND customer <> ?");
		await().untilAsserted(() -> assertThat(receiver.spans())
			.anySatisfy((parent) -> assertThat(parent.spanId()).isEqualTo(span.parentSpanId())));
		assertNoCanary(output);
	}

	@Test
	void shouldCountErrorsWithoutTheirMessages(CapturedOutput output) {
		String insert = "INSERT INTO tickets (id, subject) VALUES (%d, 'canary-literal')";
		run(insert.formatted(1));
		Throwable duplicate = catchThrowable(() -> run(insert.formatted(1)));
		Throwable grammar = catchThrowable(() -> run("SELECT 'canary-literal' FROM nowhere"));
		assertThat(duplicate).isInstanceOf(DataIntegrityViolationException.class);
		assertThat(grammar).isInstanceOf(BadSqlGrammarException.class);
		assertThat(count("INSERT", "tickets", "error", duplicate.getCause().getClass().getSimpleName())).isEqualTo(1);
		String type = grammar.getCause().getClass().getSimpleName();
		assertThat(count("SELECT", "nowhere", "error", type)).isEqualTo(1);
		await().untilAsserted(() -> assertThat(spans("SELECT nowhere", "")).hasSize(1));
		ReceivedSpan span = spans("SELECT nowhere", "").get(0);
		assertThat(span.status()).isEqualTo("STATUS_CODE_ERROR");
		assertThat(span.attributes()).containsEntry("error.type", type)
			.containsEntry("db.response.status_code", "42S02");
		assertNoCanary(output);
	}

	@Test
	void shouldTellABatch() {
		use((connection) -> Flux
			.from(connection.createBatch()
				.add("INSERT INTO tickets (id) VALUES (11)")
				.add("INSERT INTO tickets (id) VALUES (12)")
				.add("INSERT INTO tickets (id) VALUES (13)")
				.execute())
			.flatMap(Result::getRowsUpdated));
		use((connection) -> Flux
			.from(connection.createStatement("INSERT INTO tickets (id) VALUES ($1)")
				.bind(0, 14)
				.add()
				.bind(0, 15)
				.execute())
			.flatMap(Result::getRowsUpdated));
		await().untilAsserted(() -> assertThat(spans("INSERT tickets", ""))
			.map((span) -> span.attributes().get("db.operation.batch.size"))
			.contains("3", "2"));
	}

	@Test
	void shouldTellAStatementThatWasCancelled() {
		use((connection) -> {
			connection.createStatement("SELECT 1 FROM tickets").execute().subscribe(new BaseSubscriber<Result>() {

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
					subscription.cancel();
				}

			});
			return Flux.empty();
		});
		assertThat(count("SELECT", "tickets", "cancelled", "CancellationException")).isEqualTo(1);
	}

	@Test
	void shouldCountAndLogSlowStatements(CapturedOutput output) {
		assertThat(Http.get(app.url("/slow"), "traceparent", "00-" + TRACE + "-6666666666666666-01").statusCode())
			.isEqualTo(200);
		Http.get(app.url("/slow"));
		assertThat(app.scrape("r2dbc_statements_slow_total")).anyMatch((line) -> line
			.equals("r2dbc_statements_slow_total{db_collection_name=\"sleep\",db_operation_name=\"CALL\"} 2.0"));
		assertThat(output.getAll().lines().filter((line) -> line.contains("Slow statement: ")))
			.filteredOn((line) -> line.contains("CALL sleep"))
			.singleElement()
			.asString()
			.contains("Slow statement: CALL sleep(?) on connectionFactory after ", "\"traceId\":\"" + TRACE,
					"\"duration_ms\":", "\"level\":\"WARN\"");
	}

	private static void run(String sql) {
		client.sql(sql).fetch().rowsUpdated().block();
	}

	private static void use(Function<Connection, Flux<?>> work) {
		ConnectionFactory connectionFactory = app.context().getBean(ConnectionFactory.class);
		Flux.usingWhen(connectionFactory.create(), work, Connection::close).then(Mono.empty()).block();
	}

	private static void assertNoCanary(CapturedOutput output) {
		assertThat(app.scrape()).doesNotContainIgnoringCase("canary");
		assertThat(receiver.text()).isNotEmpty().doesNotContainIgnoringCase("canary");
		assertThat(output.getAll()).doesNotContainIgnoringCase("canary");
	}

	private static List<ReceivedSpan> spans(String name, String trace) {
		return receiver.spans()
			.stream()
			.filter((span) -> span.name().equals(name) && span.traceId().startsWith(trace))
			.toList();
	}

	private static double count(String operation, String table, String outcome, String error) {
		return app
			.scrape(("db_client_operation_duration_seconds_count{db_client_connection_pool_name=\"connectionFactory\","
					+ "db_collection_name=\"%s\",db_operation_name=\"%s\",db_system_name=\"h2database\",error=\"%s\","
					+ "outcome=\"%s\"}")
				.formatted(table, operation, error, outcome))
			.stream()
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

}
