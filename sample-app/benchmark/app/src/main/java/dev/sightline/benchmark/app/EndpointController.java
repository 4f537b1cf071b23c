package dev.sightline.benchmark.app;

import java.nio.charset.StandardCharsets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * One endpoint for each kind of work that is measured.
 */
@RestController
class EndpointController {

	private static final Logger logger = LoggerFactory.getLogger(EndpointController.class);

	private static final int CHUNKS = 1_000;

	private static final byte[] CHUNK = "one of a thousand chunks, each of them 48 bytes\n"
		.getBytes(StandardCharsets.UTF_8);

	private final ItemRepository items;

	private final RestClient target;

	EndpointController(ItemRepository items, RestClient.Builder builder,
			@Value("${bench.target:http://127.0.0.1:1}") String target) {
		this.items = items;
		this.target = builder.baseUrl(target).build();
	}

	@GetMapping("/jdbc")
	Item jdbc() {
		return this.items.find(42);
	}

	@GetMapping(path = "/text", produces = MediaType.TEXT_PLAIN_VALUE)
	String text() {
		logger.info("Answering with plain text");
		return "Hello, world";
	}

	@GetMapping("/cached")
	Item cached() {
		return this.items.findCached(42);
	}

	@GetMapping(path = "/out", produces = MediaType.TEXT_PLAIN_VALUE)
	String out() {
		return String.valueOf(this.target.get().uri("/target").retrieve().body(String.class));
	}

	@GetMapping("/fail")
	String fail() {
		throw new IllegalStateException("This request always fails");
	}

	/**
	 * The container sends the chunks in groups. A flush after each would measure the
	 * kernel, and how busy the reader is.
	 */
	@GetMapping("/stream")
	ResponseEntity<StreamingResponseBody> stream() {
		return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body((output) -> {
			for (int i = 0; i < CHUNKS; i++) {
				output.write(CHUNK);
			}
		});
	}

}
