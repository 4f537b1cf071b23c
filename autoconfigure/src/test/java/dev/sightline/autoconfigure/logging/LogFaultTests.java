package dev.sightline.autoconfigure.logging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.mock.env.MockEnvironment;

import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.logging.LoggingProperties.LogFile;
import dev.sightline.testing.ChildApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Real disks that are full or can not be written, a real receiver of log lines, and peers
 * and writers that are processes.
 */
@Tag("faults")
@Timeout(300)
class LogFaultTests {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	@TempDir
	private Path directory;

	private final List<Process> processes = new ArrayList<>();

	private final ExportCounts counts = new ExportCounts("logs", "test");

	@AfterEach
	void stop() {
		this.processes.forEach(Process::destroyForcibly);
	}

	@Test
	void shouldHaveRsyslogReceiveAHundredThousandOfAHundredThousandLines() throws IOException {
		Path rsyslogd = Path.of("/usr/sbin/rsyslogd");
		assumeThat(rsyslogd).as("rsyslog is not installed").exists();
		int port = ChildApp.freePort();
		Path received = this.directory.resolve("received");
		Path config = Files.writeString(this.directory.resolve("rsyslog.conf"), """
				global(workDirectory="%s" maxMessageSize="64k")
				module(load="imptcp")
				template(name="raw" type="string" string="%%rawmsg%%\\n")
				ruleset(name="lines") {
				  action(type="omfile" file="%s" template="raw")
				}
				input(type="imptcp" address="127.0.0.1" port="%d" ruleset="lines")
				""".formatted(this.directory, received, port));
		process(rsyslogd.toString(), "-n", "-f", config.toString(), "-i", this.directory.resolve("pid").toString());
		LoggingProperties properties = new LoggingProperties();
		BufferedAppender appender = new BufferedAppender("rsyslog",
				new FormatterEncoder(new JsonLogFormatter(new MockEnvironment()), StandardCharsets.UTF_8),
				(event) -> true, sink(port), this.counts, properties);
		appender.setContext(new LoggerContext());
		appender.start();
		for (int i = 0; i < 100_000; i++) {
			if (this.counts.queued() > 5_000) {
				// A line that there is no room for would be dropped, as it should.
				await().atMost(PATIENCE).until(() -> this.counts.queued() < 5_000);
			}
			appender.doAppend(event(i));
		}
		await().atMost(PATIENCE).until(() -> this.counts.sent() == 100_000);
		appender.stop();
		await().atMost(PATIENCE).until(() -> lines(received).size() == 100_000);
		LogSchemas schema = LogSchemas.of(Format.JSON);
		List<JsonNode> lines = lines(received).stream().map((line) -> JsonMapper.shared().readTree(line)).toList();
		assertThat(lines).extracting((line) -> line.get("message").asString())
			.containsExactlyElementsOf(IntStream.range(0, 100_000).mapToObj((i) -> "number " + i).toList());
		assertThat(lines).allSatisfy((line) -> assertThat(schema.validate(line)).isEmpty());
	}

	@Test
	void shouldLoseNothingUncountedWhileAPeerIsStoppedAndBack() throws Exception {
		int port = ChildApp.freePort();
		Path received = this.directory.resolve("received");
		Process peer = peer(port, received);
		LineBuffer buffer = new LineBuffer(sink(port), this.counts, 1 << 20);
		offer(buffer, 0, 1000);
		await().atMost(PATIENCE).until(() -> lines(received).size() == 1000);
		signal(peer, "STOP");
		fillTheConnection(buffer);
		long before = this.counts.offered();
		offerFromEightThreads(buffer);
		// All eight are done, though the peer takes nothing yet.
		assertThat(this.counts.offered()).isEqualTo(before + 8 * 25_000);
		assertThat(this.counts.dropped()).isPositive();
		assertThat(this.counts.queued()).isPositive();
		signal(peer, "CONT");
		await().atMost(PATIENCE).until(() -> this.counts.queued() == 0);
		offer(buffer, -1, 0);
		await().atMost(PATIENCE).until(() -> this.counts.queued() == 0);
		buffer.close(Duration.ofSeconds(10));
		assertThat(this.counts.sent() + this.counts.dropped() + this.counts.failed()).isEqualTo(this.counts.offered());
		await().atMost(PATIENCE).until(() -> lines(received).contains("line -1"));
		assertThat(lines(received).size() - this.counts.sent()).isBetween(0L, this.counts.failed());
	}

	@Test
	void shouldGoOnWithAPeerThatWasKilledAndIsBack() throws IOException {
		int port = ChildApp.freePort();
		Process peer = peer(port, this.directory.resolve("received"));
		LineBuffer buffer = new LineBuffer(sink(port), this.counts, 1 << 20);
		offer(buffer, 0, 1000);
		await().atMost(PATIENCE).until(() -> this.counts.sent() == 1000);
		peer.destroyForcibly();
		await().until(() -> !peer.isAlive());
		offer(buffer, 1000, 2000);
		Path again = this.directory.resolve("again");
		peer(port, again);
		await().atMost(PATIENCE).until(() -> this.counts.queued() == 0);
		buffer.close(Duration.ofSeconds(10));
		assertThat(this.counts.sent() + this.counts.failed()).isEqualTo(2000);
		await().atMost(PATIENCE).until(() -> lines(again).size() == 1000 - this.counts.failed());
	}

	@Test
	void shouldWaitForRoomOnADiskThatIsFull() throws IOException {
		Path disk = mount("size=256k");
		try {
			LineBuffer buffer = new LineBuffer(file(disk.resolve("app.log")), this.counts, 1 << 20);
			Path filler = disk.resolve("filler");
			Files.write(filler, new byte[128 * 1024]);
			offer(buffer, 0, 100_000);
			assertThat(this.counts.dropped()).isPositive();
			await().atMost(PATIENCE).until(() -> Files.getFileStore(disk).getUsableSpace() < 64 * 1024);
			assertThat(this.counts.queued()).isPositive();
			Files.delete(filler);
			long sent = this.counts.sent();
			await().atMost(PATIENCE).until(() -> this.counts.sent() > sent);
			buffer.close(Duration.ofSeconds(2));
			assertThat(this.counts.queued()).isZero();
			assertThat(this.counts.sent() + this.counts.dropped() + this.counts.failed()).isEqualTo(100_000);
			assertThat(this.counts.failed()).isZero();
			assertThat(lines(disk.resolve("app.log"))).hasSize((int) this.counts.sent())
				.allMatch((line) -> line.matches("line \\d+"));
		}
		finally {
			run("umount", disk.toString());
		}
	}

	@Test
	void shouldWaitForADiskThatCanNotBeWritten() throws IOException {
		Path disk = mount("size=1m");
		try {
			LineBuffer buffer = new LineBuffer(file(disk.resolve("logs").resolve("app.log")), this.counts, 1 << 20);
			run("mount", "-o", "remount,ro", disk.toString());
			offer(buffer, 0, 100);
			assertThat(this.counts.queued()).isPositive();
			assertThat(this.counts.sent()).isZero();
			run("mount", "-o", "remount,rw", disk.toString());
			await().atMost(PATIENCE).until(() -> this.counts.sent() == 100);
			buffer.close(Duration.ofSeconds(5));
			assertThat(lines(disk.resolve("logs").resolve("app.log"))).hasSize(100);
		}
		finally {
			run("umount", disk.toString());
		}
	}

	@Test
	void shouldShareAFileWithASecondInstance() throws IOException {
		Path path = this.directory.resolve("app.log");
		List<ChildApp> apps = new ArrayList<>();
		try {
			for (int i = 0; i < 2; i++) {
				apps.add(ChildApp.lean(LogFaultApp.class)
					.with("--mode=stream", "--report=" + this.directory.resolve("report" + i),
							"--spring.application.name=app" + i, "--sightline.logging.files.app.path=" + path)
					.start());
			}
			await().atMost(PATIENCE)
				.until(() -> IntStream.range(0, 2)
					.allMatch((i) -> !number(this.directory.resolve("report" + i)).isBlank()));
			apps.forEach(ChildApp::stop);
			List<JsonNode> lines = lines(path).stream().map((line) -> JsonMapper.shared().readTree(line)).toList();
			for (int i = 0; i < 2; i++) {
				String name = "app" + i;
				int last = Integer.parseInt(number(this.directory.resolve("report" + i)));
				assertThat(lines.stream().filter((line) -> line.get("service.name").asString().equals(name)))
					.extracting((line) -> line.get("message").asString())
					.filteredOn((message) -> message.startsWith("number "))
					.containsSequence(IntStream.range(0, last).mapToObj((number) -> "number " + number).toList());
			}
		}
		finally {
			apps.forEach(ChildApp::close);
		}
	}

	private static String number(Path report) {
		try {
			return Files.exists(report) ? Files.readString(report) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path mount(String options) throws IOException {
		Path disk = Files.createDirectory(this.directory.resolve("disk"));
		assumeThat(run("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString()))
			.as("a tmpfs can not be mounted here")
			.isZero();
		return disk;
	}

	private Process peer(int port, Path received) throws IOException {
		Process peer = process(ProcessHandle.current().info().command().orElse("java"), "-Xmx64m", "-cp",
				System.getProperty("java.class.path"), LogPeerApp.class.getName(), String.valueOf(port),
				received.toString());
		await().atMost(PATIENCE).until(() -> Files.exists(received));
		return peer;
	}

	private Process process(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		this.processes.add(process);
		return process;
	}

	private static void signal(Process process, String signal) throws IOException {
		assertThat(run("kill", "-" + signal, String.valueOf(process.pid()))).isZero();
	}

	private static int run(String... command) throws IOException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			return process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static TcpSink sink(int port) {
		return new TcpSink(List.of(InetSocketAddress.createUnresolved("127.0.0.1", port)), null);
	}

	private static FileSink file(Path path) {
		LogFile file = new LogFile();
		return new FileSink(LogFileSettings.of("test", path, file), Clock.systemDefaultZone());
	}

	private static void offer(LineBuffer buffer, int from, int to) {
		for (int i = from; i < to; i++) {
			buffer.offer(("line " + i + "\n").getBytes(StandardCharsets.UTF_8), false);
		}
	}

	/**
	 * Offer lines until the system takes no more of them for a peer that reads none.
	 */
	private void fillTheConnection(LineBuffer buffer) {
		AtomicLong sent = new AtomicLong(-1);
		await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
			offer(buffer, 1000, 101_000);
			return sent.getAndSet(this.counts.sent()) == this.counts.sent();
		});
	}

	private static void offerFromEightThreads(LineBuffer buffer) throws InterruptedException {
		List<Thread> writers = new ArrayList<>();
		for (int writer = 0; writer < 8; writer++) {
			writers.add(new Thread(() -> offer(buffer, 0, 25_000)));
		}
		writers.forEach(Thread::start);
		for (Thread writer : writers) {
			writer.join();
		}
	}

	private static LoggingEvent event(int number) {
		return new LoggingEvent("fqcn", ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("shop.Till"),
				Level.INFO, "number {}", null, new Object[] { number });
	}

	private static List<String> lines(Path file) {
		try {
			return Files.exists(file) ? Files.readAllLines(file) : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
