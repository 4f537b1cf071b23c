package dev.sightline.autoconfigure.tracing;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * A real SkyWalking takes spans over gRPC and understands them as they were meant, which
 * it tells by the API of Zipkin. {@code mvn verify -Pfaults -Dtest.groups=nightly} brings
 * it; without it the test is skipped.
 */
@Tag("nightly")
class SkyWalkingTests {

	private static final Path HOME = Path.of("target/servers/skywalking");

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String CALLER = "b7ad6b7169203331";

	@Test
	void shouldTakeSpansOverGrpc() {
		assumeThat(HOME.resolve("lib")).as("SkyWalking was not downloaded").isDirectory();
		int port = ChildApp.freePort();
		String api = "http://127.0.0.1:" + ChildApp.freePort() + "/zipkin/api/v2";
		try (NightlyServer server = start(port, api);
				ChildApp app = ChildApp.lean(HelloApp.class)
					.withClasses(Path.of(System.getProperty("grpc"), "*"))
					.with("--spring.application.name=shop", "--sightline.otlp.endpoint=http://127.0.0.1:" + port,
							"--management.opentelemetry.tracing.export.otlp.transport=grpc",
							"--sightline.tracing.sampling=1", "--sightline.shutdown-timeout=60s")
					.start()
					.awaitUp("/health/ready")) {
			Http.get(app.url("/hello"), "traceparent", "00-" + TRACE + "-" + CALLER + "-01");
			app.stop();
			assertThat(app.output()).doesNotContain("Spans do not reach", "not sent before the end");
			JsonNode span = await().atMost(Duration.ofMinutes(3))
				.until(() -> read(api + "/trace/" + TRACE), (spans) -> spans.size() == 1)
				.get(0);
			assertThat(span.path("parentId").asString()).isEqualTo(CALLER);
			assertThat(span.path("kind").asString()).isEqualTo("SERVER");
			assertThat(span.path("name").asString()).isEqualTo("http get /hello");
			assertThat(span.at("/localEndpoint/serviceName").asString()).isEqualTo("shop");
			assertThat(span.path("duration").asLong()).isPositive();
			assertThat(span.at("/tags/uri").asString()).isEqualTo("/hello");
		}
	}

	private static NightlyServer start(int port, String api) {
		return NightlyServer.start(
				List.of("-Xmx1g", "-cp", HOME.resolve("config") + File.pathSeparator + HOME.resolve("lib") + "/*",
						"org.apache.skywalking.oap.server.starter.OAPServerStartUp"),
				Map.of("SW_CORE_GRPC_PORT", String.valueOf(port), "SW_CORE_REST_PORT",
						String.valueOf(ChildApp.freePort()), "SW_QUERY_ZIPKIN_REST_PORT",
						api.replaceAll(".*:(\\d+)/.*", "$1")),
				api + "/services");
	}

	private static JsonNode read(String url) {
		var answer = Http.get(url);
		return (answer.statusCode() == 200) ? JsonMapper.shared().readTree(answer.body())
				: JsonMapper.shared().createArrayNode();
	}

}
