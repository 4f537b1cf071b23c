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
 * OTLP over gRPC, with the senders that a user may add. They are no part of the class
 * path of the other tests.
 */
@Tag("faults")
class GrpcTests {

	/**
	 * Its classes are loaded when the application stops already.
	 */
	private static final String PATIENT = "--sightline.shutdown-timeout=60s";

	/**
	 * The port of OTLP over gRPC.
	 */
	private static final int PORT = 4317;

	private static final int UNAUTHENTICATED = 16;

	@Test
	void shouldSpeakGrpcWhenTheUserAddsASender() {
		int port = ChildApp.freePort();
		Path store = SelfSigned.store();
		try (GrpcReceiver grpc = new GrpcReceiver(port);
				GrpcReceiver secure = new GrpcReceiver(SelfSigned.keys(store));
				GrpcReceiver strict = new GrpcReceiver(ChildApp.freePort()).with(UNAUTHENTICATED);
				OtlpReceiver http = new OtlpReceiver()) {
			try (ChildApp app = ChildApp.lean(HelloApp.class)
				.withClasses(Path.of(System.getProperty("grpc"), "*"))
				// This sender takes no bundle of Spring Boot's.
				.jvm("-Djavax.net.ssl.trustStore=" + store, "-Djavax.net.ssl.trustStorePassword=" + SelfSigned.PASSWORD,
						"-Djavax.net.ssl.trustStoreType=PKCS12")
				.with(PATIENT, "--sightline.otlp.endpoint=http://127.0.0.1:" + port, "--sightline.tracing.sampling=1",
						"--management.opentelemetry.tracing.export.otlp.transport=grpc",
						"--management.opentelemetry.tracing.export.otlp.headers.x-key=a-key",
						"--sightline.tracing.receivers.secure.endpoint=https://127.0.0.1:" + secure.port(),
						"--sightline.tracing.receivers.secure.transport=grpc",
						"--sightline.tracing.receivers.strict.endpoint=http://127.0.0.1:" + strict.port(),
						"--sightline.tracing.receivers.strict.transport=grpc",
						"--sightline.tracing.receivers.http.endpoint=" + http.endpoint())
				.start()
				.awaitUp("/hello")) {
				app.stop();
				assertThat(grpc.names()).as(app.output()).contains("http get /hello");
				assertThat(grpc.calls())
					.containsOnly("/opentelemetry.proto.collector.trace.v1.TraceService/Export a-key");
				assertThat(secure.names()).contains("http get /hello");
				assertThat(http.spans()).extracting(ReceivedSpan::name).contains("http get /hello");
				assertThat(app.output())
					.contains("Spans do not reach strict: it answered with status UNAUTHENTICATED. ")
					.doesNotContain("Spans do not reach otlp", "Spans do not reach secure", "Spans do not reach http");
			}
		}
	}

	/**
	 * Mutual TLS with a bundle of Spring Boot's, which the other sender for gRPC uses,
	 * for the first receiver and for further ones. One that is reached on the port of
	 * gRPC needs no more than that.
	 */
	@Test
	void shouldShowTheCertificateOfABundleAndChooseGrpcForItsPort() {
		boolean free = isFree(PORT);
		Path store = SelfSigned.store();
		try (GrpcReceiver first = mutual(store);
				GrpcReceiver second = mutual(store);
				GrpcReceiver plain = new GrpcReceiver(free ? PORT : ChildApp.freePort())) {
			try (ChildApp app = ChildApp.main(HelloApp.class, "spring-boot-security")
				.withClasses(Path.of(System.getProperty("grpc.okhttp"), "*"))
				.with(PATIENT, "--spring.ssl.bundle.jks.hers.keystore.location=" + store.toUri(),
						"--spring.ssl.bundle.jks.hers.keystore.password=" + SelfSigned.PASSWORD,
						"--spring.ssl.bundle.jks.hers.truststore.location=" + store.toUri(),
						"--spring.ssl.bundle.jks.hers.truststore.password=" + SelfSigned.PASSWORD,
						"--spring.ssl.bundle.jks.trusting.truststore.location=" + store.toUri(),
						"--spring.ssl.bundle.jks.trusting.truststore.password=" + SelfSigned.PASSWORD,
						"--sightline.otlp.endpoint=https://127.0.0.1:" + first.port(),
						"--management.opentelemetry.tracing.export.otlp.transport=grpc",
						"--management.opentelemetry.tracing.export.otlp.ssl.bundle=hers",
						"--sightline.tracing.receivers.second.endpoint=https://127.0.0.1:" + second.port(),
						"--sightline.tracing.receivers.second.transport=grpc",
						"--sightline.tracing.receivers.second.ssl-bundle=hers",
						"--sightline.tracing.receivers.nobody.endpoint=https://127.0.0.1:" + second.port(),
						"--sightline.tracing.receivers.nobody.transport=grpc",
						"--sightline.tracing.receivers.nobody.ssl-bundle=trusting",
						"--sightline.tracing.receivers.plain.endpoint=http://127.0.0.1:" + plain.port(),
						"--sightline.tracing.sampling=1")
				.start()
				.awaitUp("/hello")) {
				app.stop();
				assertThat(first.names()).as(app.output()).contains("http get /hello");
				assertThat(second.names()).as(app.output()).containsExactlyElementsOf(first.names());
				assertThat(app.output()).as("who shows no certificate")
					.contains("Spans do not reach nobody")
					.doesNotContain("Spans do not reach otlp", "Spans do not reach second");
				assumeThat(free).as("Another program has the port").isTrue();
				assertThat(plain.names()).as(app.output()).contains("http get /hello");
			}
		}
	}

	private static GrpcReceiver mutual(Path store) {
		return new GrpcReceiver(SelfSigned.keys(store), SelfSigned.trusted(store));
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
