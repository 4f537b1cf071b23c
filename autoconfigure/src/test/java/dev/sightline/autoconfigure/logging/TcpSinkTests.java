package dev.sightline.autoconfigure.logging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.testing.ChildApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link TcpSink} with peers that fail.
 */
@Timeout(90)
class TcpSinkTests {

	private final ExportCounts counts = new ExportCounts("logs", "logstash");

	private final int port = ChildApp.freePort();

	private LineBuffer buffer;

	@AfterEach
	void close() {
		this.buffer.close(Duration.ofSeconds(5));
	}

	@Test
	void shouldDeliverAHundredThousandLines() {
		start(64 << 20, this.port);
		try (Peer peer = new Peer(this.port)) {
			offer(0, 100_000);
			await().atMost(Duration.ofSeconds(60)).until(() -> peer.lines.size() == 100_000);
			assertThat(peer.lines.get(99_999)).isEqualTo("line 99999");
			await().until(() -> this.counts.sent() == 100_000);
		}
	}

	@Test
	void shouldKeepLinesUntilAPeerThatWentAwayIsBack() {
		start(1 << 20, this.port);
		try (Peer peer = new Peer(this.port)) {
			offer(0, 10);
			await().until(() -> peer.lines.size() == 10);
		}
		offer(10, 20);
		try (Peer peer = new Peer(this.port)) {
			await().atMost(Duration.ofSeconds(30)).until(() -> this.counts.queued() == 0);
			assertThat(this.counts.offered()).isEqualTo(20);
			await().until(() -> peer.lines.size() == 20 - 10 - this.counts.failed());
		}
	}

	@Test
	void shouldUseTheNextPeer() {
		int other = ChildApp.freePort();
		start(1 << 20, other, this.port);
		try (Peer peer = new Peer(this.port)) {
			offer(0, 1);
			await().until(() -> peer.lines.size() == 1);
		}
	}

	@Test
	void shouldLetNobodyWaitForAPeerThatStopped() {
		start(1 << 20, this.port);
		CountDownLatch stopped = new CountDownLatch(1);
		try (Peer peer = new Peer(this.port, stopped)) {
			offer(0, 1_000_000);
			assertThat(this.counts.dropped()).isPositive();
			stopped.countDown();
			await().atMost(Duration.ofSeconds(30)).until(() -> this.counts.queued() == 0);
			assertThat(this.counts.sent() + this.counts.dropped()).isEqualTo(1_000_000);
			await().until(() -> peer.lines.size() == this.counts.sent());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "logstash", "logstash:", ":5000", "logstash:0", "logstash:70000", "tcp://logstash:5000",
			"::1:5000" })
	void shouldRefuseWhatIsNoPeer(String text) {
		start(1 << 20, this.port);
		assertThatExceptionOfType(InvalidLoggingException.class).isThrownBy(() -> LogPeers.of(List.of(text)))
			.satisfies((ex) -> assertThat(ex.getKey()).isEqualTo("sightline.logging.logstash.destinations"));
		assertThat(LogPeers.of(List.of("[::1]:5000")).get(0).getHostString()).isEqualTo("::1");
	}

	private void start(int capacity, int... ports) {
		List<InetSocketAddress> peers = java.util.Arrays.stream(ports)
			.mapToObj((port) -> InetSocketAddress.createUnresolved("127.0.0.1", port))
			.toList();
		this.buffer = new LineBuffer(new TcpSink(peers, false), this.counts, capacity);
	}

	private void offer(int from, int to) {
		for (int i = from; i < to; i++) {
			this.buffer.offer(("line " + i + "\n").getBytes(StandardCharsets.UTF_8), false);
		}
	}

	private static final class Peer implements AutoCloseable {

		private final List<String> lines = java.util.Collections.synchronizedList(new java.util.ArrayList<>());

		private final List<Socket> sockets = new CopyOnWriteArrayList<>();

		private final ServerSocket server;

		Peer(int port) {
			this(port, new CountDownLatch(0));
		}

		Peer(int port, CountDownLatch stopped) {
			try {
				this.server = new ServerSocket();
				this.server.setReuseAddress(true);
				this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			Thread thread = new Thread(() -> accept(stopped));
			thread.setDaemon(true);
			thread.start();
		}

		private void accept(CountDownLatch stopped) {
			while (true) {
				try {
					Socket socket = this.server.accept();
					this.sockets.add(socket);
					stopped.await();
					BufferedReader reader = new BufferedReader(
							new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
					for (String line = reader.readLine(); line != null; line = reader.readLine()) {
						this.lines.add(line);
					}
				}
				catch (IOException | InterruptedException ex) {
					if (this.server.isClosed()) {
						return;
					}
				}
			}
		}

		@Override
		public void close() {
			try {
				this.server.close();
				for (Socket socket : this.sockets) {
					socket.close();
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
