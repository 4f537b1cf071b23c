package dev.sightline.autoconfigure.upload;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Uploads to Spring MVC on Tomcat.
 */
class ServletUploadTests extends AbstractUploadTests {

	ServletUploadTests() {
		super("UNKNOWN");
	}

	@Override
	TestApp start(Path temporary) {
		return app(temporary);
	}

	@Override
	int statusOf(String rejection) {
		return rejection.equals("malformed") ? 500 : 413;
	}

	private static TestApp app(Path temporary, String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.servlet.multipart.location=" + temporary,
				"spring.servlet.multipart.max-file-size=20KB", "spring.servlet.multipart.max-request-size=50KB",
				"server.tomcat.max-part-count=5", "server.tomcat.connection-timeout=1s"));
		all.addAll(List.of(properties));
		return TestApp.servlet(App.class, all.toArray(String[]::new));
	}

	@Test
	void shouldCountARequestThatIsTooLarge() {
		Multipart body = new Multipart();
		for (int i = 0; i < 4; i++) {
			body.file("image/png", 15_000);
		}
		shouldReject("request_too_large", body.end());
	}

	@Test
	void shouldCountAClientThatStalls() throws IOException {
		double before = rejected("aborted");
		try (Socket socket = connect()) {
			send(socket, head("Content-Length: 15000") + new Multipart().file("image/png", 9000).open());
			await().untilAsserted(() -> assertThat(rejected("aborted")).isEqualTo(before + 1));
		}
	}

	@Test
	void shouldMeasureAFileOfAnAsynchronousRequestOnce() {
		assertThat(upload("/later/1", new Multipart().file("text/plain", 10).end()).body()).isEqualTo("10");
		await().untilAsserted(() -> assertThat(files("text", "/later/{id}")).isEqualTo(1));
	}

	@Test
	void shouldMeasureAFileOfARequestThatFailsOnce() {
		assertThat(upload("/fail", new Multipart().file("text/plain", 10).end()).statusCode()).isEqualTo(500);
		await().untilAsserted(() -> assertThat(value("file_upload_size_bytes_count{type=\"text\"")).isPositive());
		assertThat(files("text", "/fail")).isEqualTo(1);
		assertThat(scrape()).doesNotContain("uri=\"/error\"");
	}

	@Test
	void shouldMeasureAFileThatTheApplicationMovesAway(@TempDir Path elsewhere) {
		App.elsewhere = elsewhere;
		assertThat(upload("/move", new Multipart().file("text/plain", 1234).end()).statusCode()).isEqualTo(200);
		await().untilAsserted(
				() -> assertThat(value("file_upload_size_bytes_sum{type=\"text\",uri=\"/move\"}")).isEqualTo(1234));
	}

	@Test
	void shouldKnowTheRouteOfWhatIsRejectedLazilyAndFollowTheUser(@TempDir Path temporary) {
		App.elsewhere = temporary;
		try (TestApp app = app(temporary, "spring.servlet.multipart.resolve-lazily=true",
				"management.metrics.distribution.slo.file.upload.size=2000")) {
			Http.send("POST", app.url("/files/1"), new Multipart().file("image/png", 30_000).end(), "Content-Type",
					Multipart.TYPE);
			Http.send("POST", app.url("/move"), new Multipart().file("text/plain", 1234).end(), "Content-Type",
					Multipart.TYPE);
			await().untilAsserted(() -> assertThat(app.scrape())
				.contains("file_uploads_rejected_total{reason=\"file_too_large\",uri=\"/files/{id}\"} 1.0")
				.contains("file_upload_size_bytes_bucket{type=\"text\",uri=\"/move\",le=\"2000.0\"} 1")
				.contains("file_upload_size_bytes_sum{type=\"text\",uri=\"/move\"} 1234.0")
				.doesNotContain("type=\"text\",uri=\"/move\",le=\"1000.0\""));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		private static volatile Path elsewhere;

		@PostMapping(ROUTE)
		String store(@PathVariable int id, @RequestParam List<MultipartFile> file) {
			return sizes(file);
		}

		@PostMapping("/later/{id}")
		Callable<String> storeLater(@PathVariable int id, @RequestParam List<MultipartFile> file) {
			return () -> sizes(file);
		}

		@PostMapping("/fail")
		String fail(@RequestParam MultipartFile file) {
			throw new IllegalStateException("The disk is full");
		}

		@PostMapping("/move")
		void move(@RequestParam MultipartFile file) throws IOException {
			file.transferTo(elsewhere.resolve("moved").toFile());
		}

		@PostMapping("/text")
		String text(@RequestBody String text) {
			return text;
		}

		private static String sizes(List<MultipartFile> files) {
			return files.stream()
				.filter((file) -> !file.getOriginalFilename().isEmpty())
				.map((file) -> String.valueOf(file.getSize()))
				.collect(Collectors.joining(","));
		}

	}

}
