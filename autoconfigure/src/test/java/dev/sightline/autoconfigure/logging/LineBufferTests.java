package dev.sightline.autoconfigure.logging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.EchoEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.sightline.autoconfigure.export.ExportCounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LineBuffer}: nobody waits, and every line is accounted for.
 */
@Timeout(60)
class LineBufferTests {

	private final ExportCounts counts = new ExportCounts("logs", "test");

	private final TestSink sink = new TestSink();

	@Test
	void shouldWriteEveryLineOfManyThreadsInOrder() throws InterruptedException {
		LineBuffer buffer = new LineBuffer(this.sink, this.counts, 8 << 20);
		write(buffer, 8, 1000);
		buffer.close(Duration.ofSeconds(20));
		List<String> lines = this.sink.lines();
		assertThat(lines).hasSize(8000);
		for (int writer = 0; writer < 8; writer++) {
			String prefix = writer + ":";
			assertThat(lines.stream().filter((line) -> line.startsWith(prefix)).map((line) -> line.substring(2)))
				.containsExactlyElementsOf(
						java.util.stream.IntStream.range(0, 1000).mapToObj(String::valueOf).toList());
		}
		assertThat(this.counts.sent()).isEqualTo(8000);
		assertThat(this.counts.queued()).isZero();
	}

	@Test
	void shouldLetNobodyWaitForASinkThatHangs() throws InterruptedException {
		this.sink.hang = new CountDownLatch(1);
		LineBuffer buffer = new LineBuffer(this.sink, this.counts, 64 * 1024);
		write(buffer, 8, 10_000);
		assertThat(this.counts.offered()).isEqualTo(80_000);
		assertThat(this.counts.dropped()).isPositive();
		assertThat(this.counts.queued()).isPositive();
		this.sink.hang.countDown();
		await().until(() -> this.counts.queued() == 0);
		assertThat(this.counts.sent() + this.counts.dropped()).isEqualTo(80_000);
		assertThat(this.sink.lines()).hasSize((int) this.counts.sent());
		buffer.close(Duration.ofSeconds(5));
	}

	@Test
	void shouldKeepTheLastFifthForLinesThatMatter() {
		this.sink.hang = new CountDownLatch(1);
		LineBuffer buffer = new LineBuffer(this.sink, this.counts, 64 * 1024);
		for (int i = 0; i < 10_000; i++) {
			buffer.offer(line("info"), false);
		}
		long dropped = this.counts.dropped();
		assertThat(dropped).isPositive();
		buffer.offer(line("warn"), true);
		assertThat(this.counts.dropped()).isEqualTo(dropped);
		this.sink.hang.countDown();
		await().until(() -> this.counts.queued() == 0);
		assertThat(this.sink.lines()).contains("warn");
		buffer.close(Duration.ofSeconds(5));
	}

	@Test
	void shouldTryAgainWhatWasNotWritten() {
		this.sink.failures = 1;
		this.sink.retry = true;
		LineBuffer buffer = new LineBuffer(this.sink, this.counts, 64 * 1024);
		buffer.offer(line("a"), false);
		await().until(() -> this.counts.sent() == 1);
		assertThat(this.sink.lines()).containsExactly("a");
		assertThat(this.counts.failed()).isZero();
		buffer.close(Duration.ofSeconds(5));
	}

	@Test
	void shouldCountWhatMayBeHalfWritten() {
		this.sink.failures = 1;
		LineBuffer buffer = new LineBuffer(this.sink, this.counts, 64 * 1024);
		buffer.offer(line("a"), false);
		await().until(() -> this.counts.failed() == 1);
		buffer.offer(line("b"), false);
		await().until(() -> this.counts.sent() == 1);
		assertThat(this.counts.queued()).isZero();
		buffer.close(Duration.ofSeconds(5));
	}

	@Test
	void shouldEndThoughItsSinkHangs() {
		this.sink.hang = new CountDownLatch(1);
		LineBuffer buffer = new LineBuffer(this.sink, this.counts, 64 * 1024);
		for (int i = 0; i < 10; i++) {
			buffer.offer(line("a"), false);
		}
		buffer.close(Duration.ofMillis(100));
		assertThat(this.sink.closed).isTrue();
		await().until(() -> this.counts.queued() == 0);
		assertThat(this.counts.dropped() + this.counts.failed()).isEqualTo(10);
	}

	@Test
	void shouldEndThoughTheEndOfItsSinkHangs() {
		this.sink.hang = new CountDownLatch(1);
		this.sink.hangsForGood = true;
		LineBuffer buffer = new LineBuffer(this.sink, this.counts, 64 * 1024);
		buffer.offer(line("a"), false);
		assertTimeoutPreemptively(Duration.ofSeconds(20), () -> buffer.close(Duration.ofMillis(100)));
		this.sink.hang.countDown();
	}

	@Test
	void shouldEndAtOnceWhenInterrupted() {
		this.sink.hang = new CountDownLatch(1);
		LineBuffer buffer = new LineBuffer(this.sink, this.counts, 64 * 1024);
		buffer.offer(line("a"), false);
		Thread.currentThread().interrupt();
		buffer.close(Duration.ofMinutes(5));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.sink.closed).isTrue();
		await().until(() -> this.counts.queued() == 0);
	}

	@Test
	void shouldOutliveErrorsAndInterrupts() {
		this.sink.failures = 1;
		this.sink.error = new NoClassDefFoundError("on purpose");
		LineBuffer buffer = new LineBuffer(this.sink, this.counts, 64 * 1024);
		buffer.offer(line("a"), false);
		await().until(() -> this.counts.failed() == 1);
		Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("sightline-log-test"))
			.forEach(Thread::interrupt);
		buffer.offer(line("b"), false);
		await().until(() -> this.counts.sent() == 1);
		assertThat(this.sink.interrupted).isFalse();
		buffer.close(Duration.ofSeconds(5));
	}

	@Test
	void shouldThrowNothingAtWhoeverLogs() {
		for (Throwable failure : List.of(new IllegalStateException("on purpose"), new LinkageError("on purpose"),
				new AssertionError("on purpose"))) {
			BufferedAppender appender = new BufferedAppender("test", new EchoEncoder<>(), (event) -> {
				throw sneaky(failure);
			}, this.sink, this.counts, new LoggingProperties());
			appender.setContext(new LoggerContext());
			appender.start();
			appender.doAppend(new LoggingEvent());
			appender.stop();
			assertThat(appender.getStatusManager().getCount()).isEqualTo(1);
		}
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
		throw (T) failure;
	}

	private static byte[] line(String text) {
		return (text + "\n").getBytes(StandardCharsets.UTF_8);
	}

	private static void write(LineBuffer buffer, int writers, int lines) throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		for (int writer = 0; writer < writers; writer++) {
			int number = writer;
			threads.add(new Thread(() -> {
				for (int i = 0; i < lines; i++) {
					buffer.offer(line(number + ":" + i), false);
				}
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private static final class TestSink implements LineSink {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private volatile CountDownLatch hang;

		private volatile boolean closed;

		private volatile boolean retry;

		private volatile boolean hangsForGood;

		private volatile boolean interrupted;

		private volatile Error error;

		private int failures;

		@Override
		public void write(byte[] lines, int length) throws IOException {
			this.interrupted |= Thread.currentThread().isInterrupted();
			CountDownLatch hang = this.hang;
			if (hang != null) {
				try {
					hang.await();
				}
				catch (InterruptedException ex) {
					throw new IOException(ex);
				}
			}
			if (this.closed) {
				throw new IOException("closed");
			}
			if (this.failures > 0) {
				this.failures--;
				if (this.error != null) {
					throw this.error;
				}
				throw this.retry ? new RetryException("on purpose") : new IOException("on purpose");
			}
			synchronized (this.bytes) {
				this.bytes.write(lines, 0, length);
			}
		}

		@Override
		public void close() {
			this.closed = true;
			if (this.hangsForGood) {
				await().forever().until(() -> this.hang.getCount() == 0);
			}
			if (this.hang != null) {
				this.hang.countDown();
			}
		}

		List<String> lines() {
			synchronized (this.bytes) {
				return this.bytes.toString(StandardCharsets.UTF_8).lines().toList();
			}
		}

	}

}
