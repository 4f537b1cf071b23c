package dev.sightline.autoconfigure.logging;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

	private SSLSocketFactory tls;

	private Duration writeTimeout = Duration.ofSeconds(60);

	@AfterEach
	void close() {
		this.buffer.close(Duration.ofSeconds(5));
	}

	@Test
	void shouldDeliverAHundredThousandLines() {
		start(64 << 20, this.port);
		try (LogPeer peer = new LogPeer(this.port)) {
			offer(0, 100_000);
			await().atMost(Duration.ofSeconds(60)).until(() -> peer.lines().size() == 100_000);
			assertThat(peer.lines().get(99_999)).isEqualTo("line 99999");
			await().until(() -> this.counts.sent() == 100_000);
		}
	}

	@Test
	void shouldKeepLinesUntilAPeerThatWentAwayIsBack() {
		start(1 << 20, this.port);
		try (LogPeer peer = new LogPeer(this.port)) {
			offer(0, 10);
			await().until(() -> peer.lines().size() == 10);
		}
		offer(10, 20);
		try (LogPeer peer = new LogPeer(this.port)) {
			await().until(() -> this.counts.queued() == 0);
			assertThat(this.counts.offered()).isEqualTo(20);
			await().until(() -> peer.lines().size() == 20 - 10 - this.counts.failed());
		}
	}

	@Test
	void shouldUseTheNextPeer() {
		int other = ChildApp.freePort();
		start(1 << 20, other, this.port);
		try (LogPeer peer = new LogPeer(this.port)) {
			offer(0, 1);
			await().until(() -> peer.lines().size() == 1);
		}
	}

	@Test
	void shouldLetNobodyWaitForAPeerThatStopped() {
		start(1 << 20, this.port);
		CountDownLatch stopped = new CountDownLatch(1);
		try (LogPeer peer = new LogPeer(this.port, stopped)) {
			offer(0, 1_000_000);
			assertThat(this.counts.dropped()).isPositive();
			stopped.countDown();
			await().until(() -> this.counts.queued() == 0);
			assertThat(this.counts.sent() + this.counts.dropped()).isEqualTo(1_000_000);
			await().until(() -> peer.lines().size() == this.counts.sent());
		}
	}

	@Test
	void shouldGiveUpAPeerThatTakesNothingForTheNextOne() {
		int other = ChildApp.freePort();
		this.writeTimeout = Duration.ofMillis(200);
		start(16 << 20, this.port, other);
		CountDownLatch stopped = new CountDownLatch(1);
		try (LogPeer peer = new LogPeer(this.port, stopped); LogPeer next = new LogPeer(other)) {
			String line = "x".repeat(8 << 10) + "\n";
			for (int i = 0; i < 4_000; i++) {
				this.buffer.offer(line.getBytes(StandardCharsets.UTF_8), false);
			}
			await().until(() -> this.counts.queued() == 0);
			assertThat(this.counts.failed()).isPositive();
			offer(0, 1);
			await().until(() -> next.lines().contains("line 0"));
			assertThat(this.counts.sent() + this.counts.failed() + this.counts.dropped()).isEqualTo(4_001);
			stopped.countDown();
		}
	}

	@Test
	void shouldEncrypt(@TempDir Path directory) throws Exception {
		Certificate certificate = new Certificate(directory, "ip:127.0.0.1");
		this.tls = certificate.client();
		start(1 << 20, this.port);
		try (LogPeer peer = new LogPeer(this.port, certificate.server())) {
			offer(0, 10);
			await().until(() -> peer.lines().size() == 10);
		}
		// The end of the first connection is seen before lines go into it.
		try (LogPeer peer = new LogPeer(this.port, certificate.server())) {
			offer(10, 20);
			await().until(() -> peer.lines().size() == 10);
			await().until(() -> this.counts.sent() == 20);
			offer(20, 30);
			this.buffer.close(Duration.ofSeconds(10));
			await().until(() -> peer.lines().size() == 20);
		}
	}

	@ParameterizedTest
	@CsvSource({ "ip:127.0.0.1, false", "dns:other.example, true" })
	void shouldSendNothingToAPeerThatCanNotProveItsName(String name, boolean trusted, @TempDir Path directory)
			throws Exception {
		Certificate certificate = new Certificate(directory, name);
		this.tls = trusted ? certificate.client() : (SSLSocketFactory) SSLSocketFactory.getDefault();
		start(1 << 20, this.port);
		try (LogPeer peer = new LogPeer(this.port, certificate.server())) {
			offer(0, 10);
			await().until(peer::isConnected);
			this.buffer.close(Duration.ofMillis(500));
			assertThat(peer.lines()).isEmpty();
			assertThat(this.counts.sent()).isZero();
			assertThat(this.counts.dropped() + this.counts.failed()).isEqualTo(10);
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
		this.buffer = new LineBuffer(new TcpSink(peers, this.tls, this.writeTimeout), this.counts, capacity);
	}

	private void offer(int from, int to) {
		for (int i = from; i < to; i++) {
			this.buffer.offer(("line " + i + "\n").getBytes(StandardCharsets.UTF_8), false);
		}
	}

	/**
	 * A certificate that was made for the test.
	 */
	private static final class Certificate {

		private static final char[] PASSWORD = "changeit".toCharArray();

		private final KeyStore keys;

		Certificate(Path directory, String name) throws Exception {
			Path file = directory.resolve("keys.p12");
			Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-keystore", file.toString(), "-storepass", new String(PASSWORD), "-alias", "peer",
					"-keyalg", "EC", "-dname", "CN=peer", "-validity", "2", "-ext", "san=" + name)
				.redirectErrorStream(true)
				.start();
			assertThat(keytool.waitFor()).as(new String(keytool.getInputStream().readAllBytes())).isZero();
			this.keys = KeyStore.getInstance(file.toFile(), PASSWORD);
		}

		ServerSocketFactory server() throws GeneralSecurityException {
			KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			managers.init(this.keys, PASSWORD);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(managers.getKeyManagers(), null, null);
			return context.getServerSocketFactory();
		}

		SSLSocketFactory client() throws Exception {
			KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
			trusted.load(null, null);
			trusted.setCertificateEntry("peer", this.keys.getCertificate("peer"));
			TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			managers.init(trusted);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, managers.getTrustManagers(), null);
			return context.getSocketFactory();
		}

	}

}
