package dev.sightline.autoconfigure.storage;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What the real client of the SDK tells when it speaks to a real server, and to one that
 * fails.
 */
class StorageTests {

	private static final String TRACE = "55555555555555555555555555555555";

	private static S3Proxy server;

	private static FakeS3Server faults;

	private static OtlpReceiver receiver;

	private static TestApp app;

	private static S3Client client;

	private static S3AsyncClient asyncClient;

	@BeforeAll
	static void start() {
		server = new S3Proxy();
		faults = new FakeS3Server();
		receiver = new OtlpReceiver();
		app = TestApp.servlet(StorageApp.class,
				receiver.settings("s3=" + server.endpoint(), "faults=" + faults.endpoint()));
		client = app.context().getBean("client", S3Client.class);
		asyncClient = app.context().getBean("asyncClient", S3AsyncClient.class);
		client.createBucket((request) -> request.bucket("attic"));
	}

	@AfterAll
	static void stop() {
		app.close();
		receiver.close();
		faults.close();
		server.close();
	}

	@Test
	void shouldMeasureOperationsAndSizes() throws Exception {
		String received = "storage_object_size_bytes_%s{operation=\"GetObject\",storage_system=\"s3\"%s}";
		double bytes = value(received.formatted("sum", ""));
		double small = value(received.formatted("bucket", ",le=\"1000.0\""));
		client.putObject((request) -> request.bucket("attic").key("one"), RequestBody.fromString("x".repeat(1500)));
		assertThat(client.getObjectAsBytes((request) -> request.bucket("attic").key("one")).asByteArray())
			.hasSize(1500);
		try (ResponseInputStream<GetObjectResponse> object = client
			.getObject((request) -> request.bucket("attic").key("one").range("bytes=0-99"))) {
			assertThat(object.readAllBytes()).hasSize(100);
		}
		client.listObjectsV2Paginator((request) -> request.bucket("attic")).contents().forEach((object) -> {
		});
		client.deleteObject((request) -> request.bucket("attic").key("one"));
		assertThat(count("PutObject", "SUCCESS", "none")).isPositive();
		assertThat(count("GetObject", "SUCCESS", "none")).isPositive();
		assertThat(count("ListObjectsV2", "SUCCESS", "none")).isPositive();
		assertThat(count("DeleteObject", "SUCCESS", "none")).isPositive();
		assertThat(value(received.formatted("bucket", ",le=\"1000.0\""))).isEqualTo(small + 1);
		assertThat(value(received.formatted("sum", ""))).isEqualTo(bytes + 1600);
		assertThat(scrape())
			.contains("storage_operation_seconds_bucket{error=\"none\",operation=\"PutObject\",outcome=\"SUCCESS\","
					+ "storage_system=\"s3\",le=\"30.0\"}")
			.doesNotContain("storage_operation_active", "attic");
	}

	@Test
	void shouldMeasureTheSizeOfParts() {
		String upload = client.createMultipartUpload((request) -> request.bucket("attic").key("parts")).uploadId();
		String tag = client
			.uploadPart((request) -> request.bucket("attic").key("parts").uploadId(upload).partNumber(1),
					RequestBody.fromString("x".repeat(77)))
			.eTag();
		client.completeMultipartUpload((request) -> request.bucket("attic")
			.key("parts")
			.uploadId(upload)
			.multipartUpload((parts) -> parts.parts(CompletedPart.builder().partNumber(1).eTag(tag).build())));
		assertThat(value("storage_object_size_bytes_sum{operation=\"UploadPart\",storage_system=\"s3\"}"))
			.isEqualTo(77);
	}

	@Test
	void shouldSpanAnOperationWithinItsRequest() {
		assertThat(Http.send("POST", app.url("/store"), null, "traceparent", "00-" + TRACE + "-6666666666666666-01")
			.statusCode()).isEqualTo(200);
		for (String name : List.of("S3.PutObject", "S3.HeadObject")) {
			await().untilAsserted(() -> assertThat(spans(name, TRACE)).as(name).hasSize(1));
			ReceivedSpan span = spans(name, TRACE).get(0);
			assertThat(span.kind()).isEqualTo("SPAN_KIND_CLIENT");
			assertThat(span.attributes()).containsEntry("aws.s3.bucket", "attic").containsEntry("outcome", "SUCCESS");
			assertThat(span.attributes().toString()).doesNotContain("secret-key");
			await().untilAsserted(() -> assertThat(receiver.spans())
				.anySatisfy((parent) -> assertThat(parent.spanId()).isEqualTo(span.parentSpanId())));
		}
	}

	@Test
	void shouldObserveUntilTheFutureEnds() {
		asyncClient
			.putObject((request) -> request.bucket("attic").key("two"), AsyncRequestBody.fromString("x".repeat(200)))
			.join();
		assertThat(asyncClient
			.getObject((request) -> request.bucket("attic").key("two"), AsyncResponseTransformer.toBytes())
			.join()
			.asByteArray()).hasSize(200);
		await().untilAsserted(() -> assertThat(count("GetObject", "SUCCESS", "none")).isPositive());
		assertThatThrownBy(() -> asyncClient
			.getObject((request) -> request.bucket("attic").key("none"), AsyncResponseTransformer.toBytes())
			.join()).hasCauseInstanceOf(NoSuchKeyException.class);
		await().untilAsserted(() -> assertThat(count("GetObject", "CLIENT_ERROR", "NoSuchKeyException")).isPositive());
	}

	@Test
	void shouldCountAFutureThatIsCancelled() {
		S3AsyncClient failing = app.context().getBean("failingAsyncClient", S3AsyncClient.class);
		CompletableFuture<?> future = failing.getObject((request) -> request.bucket("silent").key("k"),
				AsyncResponseTransformer.toBytes());
		assertThat(count("GetObject", "UNKNOWN", "CancellationException")).isZero();
		future.cancel(true);
		await().untilAsserted(() -> assertThat(count("GetObject", "UNKNOWN", "CancellationException")).isEqualTo(1));
	}

	@Test
	void shouldCountFailuresByKind() {
		S3Client failing = app.context().getBean("failingClient", S3Client.class);
		assertThatThrownBy(() -> client.getObjectAsBytes((request) -> request.bucket("attic").key("none")))
			.isInstanceOf(NoSuchKeyException.class);
		assertThatThrownBy(() -> failing.deleteObject((request) -> request.bucket("busy").key("k")))
			.isInstanceOf(S3Exception.class);
		assertThatThrownBy(() -> failing.deleteObject((request) -> request.bucket("denied").key("k")))
			.isInstanceOf(S3Exception.class);
		try (S3Client lost = new ObservedS3Client(StorageApp.client("http://127.0.0.1:" + ChildApp.freePort()),
				operations())) {
			assertThatThrownBy(() -> lost.listBuckets()).isInstanceOf(SdkClientException.class);
		}
		assertThat(count("GetObject", "CLIENT_ERROR", "NoSuchKeyException")).isPositive();
		assertThat(count("DeleteObject", "SERVER_ERROR", "S3Exception")).isEqualTo(1);
		assertThat(count("DeleteObject", "CLIENT_ERROR", "AccessDeniedException")).isEqualTo(1);
		assertThat(count("ListBuckets", "UNKNOWN", "SdkClientException")).isEqualTo(1);
		await().untilAsserted(
				() -> assertThat(spans("S3.DeleteObject", "")).extracting((span) -> span.attributes().get("error.type"))
					.contains("SlowDown", "AccessDenied"));
	}

	@Test
	void shouldNotMeasureWhatWasNotStored() {
		S3Client failing = app.context().getBean("failingClient", S3Client.class);
		double before = value("storage_object_size_bytes_count{operation=\"PutObject\",storage_system=\"s3\"}");
		assertThatThrownBy(
				() -> failing.putObject((request) -> request.bucket("busy").key("k"), RequestBody.fromString("x")))
			.isInstanceOf(S3Exception.class);
		assertThat(value("storage_object_size_bytes_count{operation=\"PutObject\",storage_system=\"s3\"}"))
			.isEqualTo(before);
	}

	@Test
	void shouldStayTheClientOfTheSdk() {
		assertThat(client.serviceName()).isEqualTo("s3");
		assertThat(client.serviceClientConfiguration().region()).isEqualTo(Region.US_EAST_1);
		assertThat(client.utilities().getUrl((request) -> request.bucket("attic").key("k")).getPath())
			.isEqualTo("/attic/k");
		assertThat(client.waiter().waitUntilBucketExists((request) -> request.bucket("attic")).matched().response())
			.isPresent();
	}

	@Test
	void shouldLeaveOtherClientsAlone() {
		assertThat(app.context().getBean(StorageApp.OwnClient.class)).isExactlyInstanceOf(StorageApp.OwnClient.class);
		assertThat(app.context().getBean("mockedClient")).isNotInstanceOf(ObservedS3Client.class);
		assertThat(app.context().getBean("multipartClient").getClass().getName()).contains("MultipartS3AsyncClient");
	}

	@Test
	void shouldStayOffWithItsSignal() {
		try (TestApp off = TestApp.servlet(StorageApp.class, "s3=" + server.endpoint(), "faults=" + faults.endpoint(),
				"sightline.storage.enabled=false")) {
			S3Client plain = off.context().getBean("client", S3Client.class);
			assertThat(plain).isNotInstanceOf(ObservedS3Client.class);
			plain.listBuckets();
			assertThat(off.scrape()).doesNotContain("storage_");
			assertThat(off.property("management.metrics.distribution.slo.storage.operation")).isNull();
		}
	}

	private static StorageOperations operations() {
		return new StorageOperations(app.context().getBeanProvider(ObservationRegistry.class),
				app.context().getBeanProvider(MeterRegistry.class));
	}

	private static List<ReceivedSpan> spans(String name, String trace) {
		return receiver.spans()
			.stream()
			.filter((span) -> span.name().equals(name) && span.traceId().startsWith(trace))
			.toList();
	}

	private static double count(String operation, String outcome, String error) {
		return value(
				"storage_operation_seconds_count{error=\"%s\",operation=\"%s\",outcome=\"%s\",storage_system=\"s3\"}"
					.formatted(error, operation, outcome));
	}

	private static double value(String series) {
		return scrape().lines()
			.filter((line) -> line.startsWith(series))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	private static String scrape() {
		return app.scrape();
	}

}
