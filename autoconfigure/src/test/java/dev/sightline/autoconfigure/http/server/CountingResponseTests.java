package dev.sightline.autoconfigure.http.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

import dev.sightline.testing.Allocations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link CountingResponse}, on a response of Spring's that no server stands
 * behind.
 */
class CountingResponseTests {

	/**
	 * As Spring's encoders make them.
	 */
	private final Mono<DataBuffer> single = Mono.just(buffer("chunk"))
		.doOnDiscard(DataBuffer.class, DataBufferUtils::release);

	private final Flux<DataBuffer> several = Flux.just(buffer("data:"), buffer("chunk"))
		.doOnDiscard(DataBuffer.class, DataBufferUtils::release);

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void shouldAllocateNothingForAPart(boolean propagated) {
		// Reactor wraps what it does not know in the first case.
		if (propagated) {
			Hooks.enableAutomaticContextPropagation();
		}
		else {
			Hooks.disableAutomaticContextPropagation();
		}
		try {
			for (Publisher<DataBuffer> part : List.of(this.single, this.several)) {
				double bare = Allocations.perItem(300, (count) -> flush(discarding(), count, part));
				double counted = Allocations.perItem(300, (count) -> flush(counting(discarding()), count, part));
				assertThat(counted).isCloseTo(bare, within(1.0));
			}
		}
		finally {
			Hooks.enableAutomaticContextPropagation();
		}
	}

	@Test
	void shouldAllocateNothingForABuffer() {
		DataBuffer buffer = buffer("chunk");
		UnaryOperator<Flux<DataBuffer>> body = (chunks) -> chunks.doOnDiscard(DataBuffer.class,
				DataBufferUtils::release);
		double bare = Allocations
			.perItem((count) -> discarding().writeWith(body.apply(Flux.range(0, count).map((i) -> buffer))).block());
		double counted = Allocations
			.perItem((count) -> counting(discarding()).writeWith(body.apply(Flux.range(0, count).map((i) -> buffer)))
				.block());
		assertThat(counted).isCloseTo(bare, within(1.0));
	}

	@Test
	void shouldCountPartsThatOverlapAndThatFail() {
		List<String> seen = new ArrayList<>();
		MockServerHttpResponse response = new MockServerHttpResponse();
		response.setWriteHandler(
				(body) -> body.doOnNext((buffer) -> seen.add(buffer.toString(StandardCharsets.UTF_8))).then());
		Sinks.One<DataBuffer> late = Sinks.one();
		CountingResponse counting = counting(response);
		List<Throwable> errors = new ArrayList<>();
		counting
			.writeAndFlushWith(Flux.just(Mono.just(buffer("one")), late.asMono(),
					Flux.just(buffer("th"), buffer("ree")), Mono.empty(),
					Mono.error(new IllegalStateException("on purpose")), Mono.just(buffer("never"))))
			.subscribe(null, errors::add);
		assertThat(counting.written()).isEqualTo(3);
		late.tryEmitValue(buffer("two")).orThrow();
		assertThat(counting.written()).isEqualTo(11);
		assertThat(seen).containsExactly("one", "two", "th", "ree");
		assertThat(errors).singleElement().asString().contains("on purpose");
	}

	private static void flush(ServerHttpResponse response, int count, Publisher<DataBuffer> part) {
		response.writeAndFlushWith(Flux.range(0, count).map((i) -> part)).block();
	}

	private static CountingResponse counting(ServerHttpResponse response) {
		return new CountingResponse(response, null, new CountingRequest(MockServerHttpRequest.get("/").build()));
	}

	private static MockServerHttpResponse discarding() {
		MockServerHttpResponse response = new MockServerHttpResponse();
		response.setWriteHandler((body) -> body.then());
		return response;
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
	}

}
