package dev.sightline.autoconfigure.upload;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;

import dev.sightline.autoconfigure.TestApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Uploads to WebFlux on Netty. Files of more than 1 kB are on disk.
 */
class ReactiveUploadTests extends AbstractUploadTests {

	ReactiveUploadTests() {
		super(ROUTE);
	}

	@Override
	TestApp start(Path temporary) {
		return TestApp.reactive(App.class, "spring.webflux.multipart.file-storage-directory=" + temporary,
				"spring.webflux.multipart.max-in-memory-size=1KB",
				"spring.webflux.multipart.max-disk-usage-per-part=20KB", "spring.webflux.multipart.max-parts=5");
	}

	@Override
	int statusOf(String rejection) {
		return 500;
	}

	@Test
	void shouldMeasureHoweverPartsAreRead() {
		String body = new Multipart().field("a", "b").file("text/plain", 1234).file("image/gif", 56).end();
		for (String route : List.of("/parts", "/events", "/data", "/function")) {
			assertThat(upload(route, body).body()).as(route).isEqualTo("1234,56");
			await().untilAsserted(() -> assertThat(files("image", route)).as(route).isEqualTo(1));
			assertThat(value("file_upload_size_bytes_sum{type=\"text\",uri=\"" + route + "\"}")).as(route)
				.isEqualTo(1234);
		}
	}

	@Test
	void shouldMeasureWhatNobodyReads() {
		assertThat(upload("/ignore", new Multipart().file("text/plain", 5000).end()).body()).isEqualTo("ignored");
		await().untilAsserted(() -> assertThat(files("text", "/ignore")).isEqualTo(1));
	}

	@Test
	void shouldCountAFieldThatIsTooLarge() {
		shouldReject("request_too_large", new Multipart().field("a", "b".repeat(3000)).end());
	}

	@Test
	void shouldCountABodyThatIsNoForm() {
		shouldReject("malformed", "hello");
	}

	@Test
	void shouldStillBeTheCodecsOfTheApplication() {
		ServerCodecConfigurer codecs = app().context().getBean(ServerCodecConfigurer.class);
		assertThat(codecs.clone().getReaders()).hasSameSizeAs(codecs.getReaders());
		assertThat(codecs.getReaders()).filteredOn(UploadReader.class::isInstance).hasSize(3);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		@PostMapping(ROUTE)
		Mono<String> store(@PathVariable int id, @RequestPart("file") Flux<FilePart> files) {
			return sizes(files);
		}

		@PostMapping("/parts")
		Mono<String> parts(@RequestBody Flux<Part> parts) {
			return sizes(parts);
		}

		@PostMapping("/data")
		Mono<String> data(ServerWebExchange exchange) {
			return sizes(exchange.getMultipartData().flatMapIterable((parts) -> parts.get("file")));
		}

		@PostMapping("/events")
		Mono<String> events(@RequestBody Flux<PartEvent> events) {
			return events.windowUntil(PartEvent::isLast).concatMap((part) -> part.switchOnFirst((first, all) -> {
				boolean file = first.get() instanceof org.springframework.http.codec.multipart.FilePartEvent;
				return all.map((event) -> {
					int size = event.content().readableByteCount();
					DataBufferUtils.release(event.content());
					return file ? size : -1;
				}).reduce(Integer::sum);
			})).filter((size) -> size >= 0).map(String::valueOf).reduce((one, two) -> one + "," + two);
		}

		@PostMapping("/ignore")
		Mono<String> ignore(ServerWebExchange exchange) {
			return exchange.getMultipartData().thenReturn("ignored");
		}

		@PostMapping("/text")
		Mono<String> text(@RequestBody Mono<String> text) {
			return text;
		}

		@Bean
		RouterFunction<ServerResponse> function() {
			return RouterFunctions.route()
				.POST("/function", (request) -> ServerResponse.ok()
					.body(sizes(request.multipartData().flatMapIterable((parts) -> parts.get("file"))), String.class))
				.build();
		}

		private static Mono<String> sizes(Flux<? extends Part> parts) {
			return parts.filter((part) -> part instanceof FilePart file && !file.filename().isEmpty())
				.concatMap((part) -> part.content().map((buffer) -> {
					int size = buffer.readableByteCount();
					DataBufferUtils.release(buffer);
					return size;
				}).reduce(0, Integer::sum).flatMap((size) -> part.delete().thenReturn(String.valueOf(size))))
				.reduce((one, two) -> one + "," + two);
		}

	}

}
