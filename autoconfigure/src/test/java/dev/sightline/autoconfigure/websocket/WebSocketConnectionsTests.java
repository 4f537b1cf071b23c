package dev.sightline.autoconfigure.websocket;

import java.util.Map;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.sightline.testing.Allocations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSocketConnections}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WebSocketConnectionsTests {

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final WebSocketConnections connections = new WebSocketConnections(provider(this.registry),
			SessionTrace.Factory.NONE);

	@Test
	void shouldBoundThePaths() {
		IntStream.range(0, 150).forEach((i) -> this.connections.handshake("/ws/" + i, null).handshake(true));
		assertThat(this.registry.find("websocket.handshakes").tag("outcome", "success").counters()).hasSize(101);
		assertThat(this.registry.get("websocket.handshakes").tags("uri", "_other", "outcome", "success").counter())
			.satisfies((counter) -> assertThat(counter.count()).isEqualTo(50));
	}

	@Test
	void shouldCountEachEndOnce() {
		WebSocketConnection connection = this.connections.handshake("/ws", null);
		connection.closed(1000);
		assertThat(active()).isZero();
		connection.opened();
		connection.opened();
		assertThat(active()).isEqualTo(1);
		connection.closed(1000);
		connection.closed(1006);
		assertThat(active()).isZero();
		assertThat(this.registry.get("websocket.closes").counters()).singleElement()
			.satisfies((counter) -> assertThat(counter.count()).isEqualTo(1));
	}

	@Test
	void shouldKeepFaultsToItselfAndLogOne(CapturedOutput output) {
		this.registry.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				throw new IllegalStateException("A filter of the application");
			}

		});
		for (int i = 0; i < 3; i++) {
			WebSocketConnection connection = this.connections.handshake("/ws", null);
			connection.opened();
			connection.received(5, true);
			connection.closed(1000);
		}
		assertThat(output.getOut().lines()).filteredOn((line) -> line.contains("sightline.websocket.enabled"))
			.hasSize(1);
	}

	@Test
	void shouldAllocateNothingForTheSizeOfAMessage() {
		WebSocketConnection connection = this.connections.handshake("/ws", null);
		connection.opened();
		assertThat(Allocations.perItem((count) -> {
			for (int i = 0; i < count; i++) {
				connection.received(5, i % 2 == 0);
				connection.sent(5, i % 2 == 0);
			}
		})).isLessThan(1);
		assertThat(this.registry.get("websocket.message.size").tag("direction", "sent").summary().count()).isPositive();
	}

	private double active() {
		return this.registry.get("websocket.connections.active").gauge().value();
	}

	private static ObjectProvider<MeterRegistry> provider(MeterRegistry registry) {
		return new StaticListableBeanFactory(Map.<String, Object>of("registry", registry))
			.getBeanProvider(MeterRegistry.class);
	}

}
