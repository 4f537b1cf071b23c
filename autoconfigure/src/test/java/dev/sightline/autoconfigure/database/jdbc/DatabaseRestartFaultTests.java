package dev.sightline.autoconfigure.database.jdbc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A database goes away under load and comes back.
 */
@Tag("faults")
class DatabaseRestartFaultTests {

	@Test
	void shouldTellOfTheFailureAndOfTheRecovery(@TempDir Path directory) throws Exception {
		int port = ChildApp.freePort();
		EmbeddedPostgres postgres = postgres(directory, port);
		try (OtlpReceiver receiver = new OtlpReceiver();
				TestApp app = TestApp.servlet(DatabaseApp.class, receiver
					.settings("postgres=" + postgres.getJdbcUrl("postgres", "postgres"), "logging.level.root=OFF"))) {
			app.context().getBean(DatabaseApp.class).prepare();
			AtomicBoolean over = new AtomicBoolean();
			Thread load = new Thread(() -> {
				while (!over.get()) {
					Http.get(app.url("/known/reportsDataSource"));
				}
			});
			load.start();
			await().until(() -> count(app, "success") > 100);
			postgres.close();
			await().until(() -> count(app, "error") > 0);
			postgres = postgres(directory, port);
			double before = count(app, "success");
			await().until(() -> count(app, "success") > before + 100);
			over.set(true);
			load.join();
			// A check of health may have one for a moment.
			await().untilAsserted(() -> assertThat(app.scrape("hikaricp_connections_active{")).isNotEmpty()
				.allSatisfy((line) -> assertThat(line).endsWith(" 0.0")));
			assertThat(receiver.spans()).anySatisfy((span) -> {
				assertThat(span.attributes()).containsEntry("db.system.name", "postgresql").containsKey("error.type");
				assertThat(span.status()).isEqualTo("STATUS_CODE_ERROR");
			});
		}
		finally {
			postgres.close();
		}
	}

	private static EmbeddedPostgres postgres(Path directory, int port) throws IOException {
		return EmbeddedPostgres.builder()
			.setPort(port)
			.setDataDirectory(directory)
			.setCleanDataDirectory(false)
			.start();
	}

	private static double count(TestApp app, String outcome) {
		return app.scrape("db_client_operation_duration_seconds_count{db_client_connection_pool_name=\"reports\"")
			.stream()
			.filter((line) -> line.contains("outcome=\"" + outcome + "\""))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

}
