package dev.sightline.autoconfigure.tracing.export;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.testing.ChildApp;
import dev.sightline.testing.GrpcReceiver;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;
import dev.sightline.testing.SelfSigned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * OTLP over gRPC, with the sender that a user adds. It is no part of the class path of
 * the other tests.
 */
@Tag("faults")
class GrpcTests {

	/**
	 * Its classes are loaded when the application stops already.
	 */
	private static final String PATIENT = "--sightline.shutdown-timeout=60s";

	@Test
	void shouldSpeakGrpcWhenTheUserAddsASender() {
		int port = ChildApp.freePort();
		Path store = SelfSigned.store();
		try (GrpcReceiver grpc = new GrpcReceiver(port);
				GrpcReceiver secure = new GrpcReceiver(SelfSigned.keys(store));
				OtlpReceiver http = new OtlpReceiver()) {
			try (ChildApp app = ChildApp.main(HelloApp.class, "spring-boot-security")
				.withClasses(Path.of(System.getProperty("grpc"), "*"))
				// This sender takes no bundle of Spring Boot's.
				.jvm("-Djavax.net.ssl.trustStore=" + store, "-Djavax.net.ssl.trustStorePassword=" + SelfSigned.PASSWORD,
						"-Djavax.net.ssl.trustStoreType=PKCS12")
				.with(PATIENT, "--sightline.otlp.endpoint=http://127.0.0.1:" + port, "--sightline.tracing.sampling=1",
						"--management.opentelemetry.tracing.export.otlp.transport=grpc",
						"--management.opentelemetry.tracing.export.otlp.headers.x-key=a-key",
						"--sightline.tracing.receivers.secure.endpoint=https://127.0.0.1:" + secure.port(),
						"--sightline.tracing.receivers.secure.transport=grpc",
						"--sightline.tracing.receivers.http.endpoint=" + http.endpoint())
				.start()
				.awaitUp("/hello")) {
				app.stop();
				assertThat(grpc.names()).as(app.output()).contains("http get /hello");
				assertThat(grpc.calls())
					.containsOnly("/opentelemetry.proto.collector.trace.v1.TraceService/Export a-key");
				assertThat(secure.names()).contains("http get /hello");
				assertThat(http.spans()).extracting(ReceivedSpan::name).contains("http get /hello");
				assertThat(app.output()).doesNotContain("not sent before the end");
			}
		}
	}

	@Test
	void shouldChooseGrpcForItsPort() {
		assumeThat(isFree(4317)).as("Another program has the port").isTrue();
		try (GrpcReceiver grpc = new GrpcReceiver(4317)) {
			try (ChildApp app = ChildApp.main(HelloApp.class, "spring-boot-security")
				.withClasses(Path.of(System.getProperty("grpc"), "*"))
				.with(PATIENT, "--sightline.tracing.receivers.second.endpoint=http://127.0.0.1:4317",
						"--sightline.tracing.sampling=1")
				.start()
				.awaitUp("/hello")) {
				app.stop();
				assertThat(grpc.names()).as(app.output()).contains("http get /hello");
			}
		}
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
