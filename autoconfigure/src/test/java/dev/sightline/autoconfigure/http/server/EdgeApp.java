package dev.sightline.autoconfigure.http.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with each kind of answer, on Spring MVC and on WebFlux.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class EdgeApp {

	private static final Logger logger = LoggerFactory.getLogger(EdgeApp.class);

	static volatile CompletableFuture<String> gate = new CompletableFuture<>();

	@GetMapping("/hello")
	String hello() {
		logger.info("Saying hello");
		return "hello";
	}

	@GetMapping("/json")
	Map<String, String> json() {
		return Map.of("key", "value");
	}

	@GetMapping("/large/{size}")
	String large(@PathVariable int size) {
		return "x".repeat(size);
	}

	@GetMapping("/empty")
	ResponseEntity<Void> empty() {
		return ResponseEntity.noContent().build();
	}

	@GetMapping("/own")
	ResponseEntity<String> own() {
		return ResponseEntity.ok().header("X-Response-Time", "mine").header("X-Trace-Id", "mine").body("own");
	}

	@GetMapping("/later")
	CompletableFuture<String> later() {
		return CompletableFuture.supplyAsync(() -> "later");
	}

	@GetMapping("/wait")
	CompletableFuture<String> await() {
		return gate;
	}

	@GetMapping("/fail")
	String fail() {
		throw new IllegalStateException("on purpose");
	}

	@GetMapping("/limited")
	ResponseEntity<String> limited() {
		return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS).body("slow down");
	}

	@PostMapping("/echo")
	String echo(@RequestBody String body) {
		return body;
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<String> events() {
		return Flux.concat(Mono.just("first"), Mono.fromFuture(() -> gate));
	}

	@GetMapping(path = "/ticks", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<Long> ticks() {
		return Flux.interval(Duration.ofMillis(20)).onBackpressureDrop();
	}

}
