package dev.sightline.autoconfigure.upload;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Uploads, good and bad, to an application whose limits are 20 kB a file and five parts.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class AbstractUploadTests {

	static final String ROUTE = "/files/{id}";

	@TempDir
	static Path temporary;

	private final String rejectedRoute;

	private TestApp app;

	/**
	 * Create the tests.
	 * @param rejectedRoute what stands for the route of an upload that was rejected
	 */
	AbstractUploadTests(String rejectedRoute) {
		this.rejectedRoute = rejectedRoute;
	}

	abstract TestApp start(Path temporary);

	/**
	 * What Spring answers.
	 */
	abstract int statusOf(String rejection);

	@BeforeAll
	void start() {
		this.app = start(temporary);
	}

	@AfterAll
	void stop() {
		this.app.close();
	}

	@AfterEach
	void shouldStillServeAndLeaveNoFileBehind() {
		double before = files("video", ROUTE);
		assertThat(upload("/files/1", new Multipart().file("video/mp4", 5000).end()).body()).isEqualTo("5000");
		await().untilAsserted(() -> assertThat(files("video", ROUTE)).isEqualTo(before + 1));
		await().untilAsserted(() -> {
			try (Stream<Path> files = Files.walk(temporary)) {
				assertThat(files.filter(Files::isRegularFile)).isEmpty();
			}
		});
	}

	@Test
	void shouldMeasureFilesByTypeAndRoute() {
		String body = new Multipart().file("image/png", 1500)
			.field("comment", "z".repeat(100))
			.file("Image/x-unheard-of; a=b", 300)
			.file("font/woff", 0)
			.end();
		assertThat(upload("/files/7", body).body()).isEqualTo("1500,300,0");
		await().untilAsserted(() -> assertThat(files("image", ROUTE)).isEqualTo(2));
		assertThat(value("file_upload_size_bytes_sum{type=\"image\",uri=\"/files/{id}\"}")).isEqualTo(1800);
		assertThat(value("file_upload_size_bytes_bucket{type=\"image\",uri=\"/files/{id}\",le=\"1000.0\"}"))
			.isEqualTo(1);
		assertThat(value("file_upload_size_bytes_bucket{type=\"image\",uri=\"/files/{id}\",le=\"10000.0\"}"))
			.isEqualTo(2);
		assertThat(scrape().lines()
			.filter((line) -> line.startsWith("file_upload_size_bytes_bucket{type=\"image\",uri=\"/files/{id}\"")))
			.hasSize(7);
		assertThat(files("other", ROUTE)).isEqualTo(1);
		assertThat(scrape()).doesNotContain("secret-name", "unheard-of", "/files/7");
	}

	@Test
	void shouldTakeFieldsAndNoChoiceForNoFiles() {
		double before = files("application", ROUTE);
		upload("/files/1", new Multipart().field("filename", "a").noFile().file("application/pdf", 1).end());
		await().untilAsserted(() -> assertThat(files("application", ROUTE)).isEqualTo(before + 1));
	}

	@Test
	void shouldMeasureABodyWithoutLength() throws IOException {
		double before = files("audio", ROUTE);
		String body = new Multipart().file("audio/ogg", 3000).end();
		try (Socket socket = connect()) {
			send(socket, head("Transfer-Encoding: chunked"));
			for (String piece : new String[] { body.substring(0, 90), body.substring(90, 1999),
					body.substring(1999) }) {
				send(socket, Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
			}
			send(socket, "0\r\n\r\n");
			assertThat(read(socket.getInputStream())).startsWith("HTTP/1.1 200").endsWith("3000");
		}
		await().untilAsserted(() -> assertThat(files("audio", ROUTE)).isEqualTo(before + 1));
	}

	@Test
	void shouldCountAFileThatIsTooLarge() {
		double before = files("image", ROUTE);
		shouldReject("file_too_large", new Multipart().file("image/png", 30_000).end());
		assertThat(files("image", ROUTE)).isEqualTo(before);
	}

	@Test
	void shouldCountTooManyParts() {
		Multipart body = new Multipart();
		for (int i = 0; i < 6; i++) {
			body.field("f" + i, "v");
		}
		shouldReject("too_many_parts", body.end());
	}

	@Test
	void shouldCountABodyThatDoesNotEnd() {
		shouldReject("malformed", new Multipart().file("image/png", 100).open());
	}

	@Test
	void shouldCountAFormWithoutBoundary() {
		double before = rejected("malformed");
		Http.send("POST", this.app.url("/files/1"), "hello", "Content-Type", "multipart/form-data");
		await().untilAsserted(() -> assertThat(rejected("malformed")).isEqualTo(before + 1));
	}

	@Test
	void shouldCountAClientThatHangsUp() throws IOException {
		double before = rejected("aborted");
		try (Socket socket = connect()) {
			send(socket, head("Content-Length: 15000") + new Multipart().file("image/png", 9000).open());
		}
		await().untilAsserted(() -> assertThat(rejected("aborted")).isEqualTo(before + 1));
	}

	@Test
	void shouldCountAClientThatHangsUpInAChunk() throws IOException {
		double before = rejected("aborted");
		try (Socket socket = connect()) {
			send(socket, head("Transfer-Encoding: chunked") + "ffff\r\n" + new Multipart().file("a/b", 9000).open());
			socket.setSoLinger(true, 0);
		}
		await().untilAsserted(() -> assertThat(rejected("aborted")).isEqualTo(before + 1));
	}

	@Test
	void shouldLeaveOtherRequestsAlone() {
		double before = value("file_uploads_rejected_total");
		assertThat(Http.send("POST", this.app.url("/text"), "hello", "Content-Type", "text/plain").body())
			.isEqualTo("hello");
		Http.send("POST", this.app.url("/files/1"), "hello", "Content-Type", "text/plain");
		Http.send("POST", this.app.url("/files/1"), null);
		assertThat(scrape().lines().filter((line) -> line.startsWith("file_")))
			.noneMatch((line) -> line.contains("/text"));
		assertThat(value("file_uploads_rejected_total")).isEqualTo(before);
	}

	final TestApp app() {
		return this.app;
	}

	final void shouldReject(String reason, String body) {
		double before = rejected(reason);
		assertThat(upload("/files/1", body).statusCode()).isEqualTo(statusOf(reason));
		await().untilAsserted(() -> assertThat(rejected(reason)).isEqualTo(before + 1));
	}

	final HttpResponse<String> upload(String path, String body) {
		return Http.send("POST", this.app.url(path), body, "Content-Type", Multipart.TYPE);
	}

	final double files(String type, String route) {
		return value("file_upload_size_bytes_count{type=\"%s\",uri=\"%s\"}".formatted(type, route));
	}

	final double rejected(String reason) {
		// Spring looks for the handler nevertheless if Tomcat says that the client is
		// gone.
		String route = reason.equals("aborted") ? ROUTE : this.rejectedRoute;
		return value("file_uploads_rejected_total{reason=\"%s\",uri=\"%s\"}".formatted(reason, route));
	}

	/**
	 * The sum of all series that begin as given.
	 */
	final double value(String series) {
		return scrape().lines()
			.filter((line) -> line.startsWith(series))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	final String scrape() {
		return this.app.scrape();
	}

	final Socket connect() throws IOException {
		return new Socket(InetAddress.getLoopbackAddress(), URI.create(this.app.url("/")).getPort());
	}

	static String head(String length) {
		return "POST /files/1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + Multipart.TYPE
				+ "\r\n" + length + "\r\n\r\n";
	}

	static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		socket.getOutputStream().flush();
	}

	private static String read(InputStream answer) throws IOException {
		return new String(answer.readAllBytes(), StandardCharsets.ISO_8859_1);
	}

}
