package dev.sightline.autoconfigure.logging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.unit.DataSize;

import dev.sightline.autoconfigure.logging.LineSink.RetryException;
import dev.sightline.autoconfigure.logging.LoggingProperties.LogFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link FileSink} and {@link LogArchive}.
 */
class FileSinkTests {

	@TempDir
	private Path directory;

	private final MovingClock clock = new MovingClock();

	private final LogFile file = new LogFile();

	@Test
	void shouldMakeItsDirectoryAndAppend() throws IOException {
		Path path = this.directory.resolve("a/b/app.log");
		try (Sink sink = sink(path)) {
			sink.write("one");
		}
		try (Sink sink = sink(path)) {
			sink.write("two");
		}
		assertThat(path).content().isEqualTo("one\ntwo\n");
	}

	@Test
	void shouldEndTheLineOfAProcessThatWasKilled() throws IOException {
		Path path = this.directory.resolve("app.log");
		Files.writeString(path, "one\nha");
		try (Sink sink = sink(path)) {
			sink.write("two");
		}
		assertThat(path).content().isEqualTo("one\nha\ntwo\n");
	}

	@Test
	void shouldPutAFullFileAsideAndKeepSome() throws IOException {
		this.file.setMaxSize(DataSize.ofBytes(10));
		this.file.setMaxFiles(2);
		try (Sink sink = sink(this.directory.resolve("app.log"))) {
			for (int i = 0; i < 5; i++) {
				sink.write("line " + i);
			}
		}
		assertThat(names()).containsExactly("app-2026-11-21.3.log", "app-2026-11-21.4.log", "app.log");
		assertThat(this.directory.resolve("app-2026-11-21.3.log")).content().isEqualTo("line 2\n");
	}

	@Test
	void shouldPutAFileAsideAtMidnightAndKeepItForDays() throws IOException {
		this.file.setDaily(true);
		this.file.setMaxDays(1);
		try (Sink sink = sink(this.directory.resolve("app.log"))) {
			sink.write("first");
			this.clock.now = this.clock.now.plus(Duration.ofDays(1));
			sink.write("second");
			assertThat(names()).containsExactly("app-2026-11-21.1.log", "app.log");
			this.clock.now = this.clock.now.plus(Duration.ofDays(1));
			sink.write("third");
			assertThat(names()).doesNotContain("app-2026-11-21.1.log").hasSize(2);
		}
	}

	@Test
	void shouldKeepNoMoreThanAskedFor() throws IOException {
		this.file.setMaxSize(DataSize.ofBytes(10));
		this.file.setMaxTotalSize(DataSize.ofBytes(15));
		try (Sink sink = sink(this.directory.resolve("app.log"))) {
			for (int i = 0; i < 5; i++) {
				sink.write("line " + i);
			}
		}
		assertThat(names()).containsExactly("app-2026-11-21.3.log", "app-2026-11-21.4.log", "app.log");
	}

	@Test
	void shouldCompress() throws IOException {
		this.file.setMaxSize(DataSize.ofBytes(10));
		this.file.setGzip(true);
		try (Sink sink = sink(this.directory.resolve("app.log"))) {
			sink.write("line 1");
			sink.write("line 2");
		}
		await().until(() -> names().equals(List.of("app-2026-11-21.1.log.gz", "app.log")));
		try (GZIPInputStream in = new GZIPInputStream(
				Files.newInputStream(this.directory.resolve("app-2026-11-21.1.log.gz")))) {
			assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("line 1\n");
		}
	}

	@Test
	void shouldMakeAFileAnewThatWasDeleted() throws IOException {
		Path path = this.directory.resolve("app.log");
		try (Sink sink = sink(path)) {
			sink.write("one");
			Files.delete(path);
			await().until(() -> {
				sink.write("two");
				return Files.exists(path);
			});
			assertThat(path).content().startsWith("two\n");
		}
	}

	@Test
	void shouldShareItsFileWithAnotherProcess() throws IOException {
		Path path = this.directory.resolve("app.log");
		try (Sink one = sink(path); Sink other = sink(path)) {
			one.write("1");
			other.write("2");
			one.write("3");
		}
		assertThat(path).content().isEqualTo("1\n2\n3\n");
	}

	@Test
	void shouldGoOnAtTheStartOfAFileThatWasEmptied() throws IOException {
		Path path = this.directory.resolve("app.log");
		try (Sink sink = sink(path)) {
			sink.write("one");
			Files.write(path, new byte[0]);
			sink.write("two");
		}
		assertThat(path).content().isEqualTo("two\n");
	}

	@Test
	void shouldKeepALineOfTodayInAnOldFileForDays() throws IOException {
		this.file.setMaxSize(DataSize.ofBytes(10));
		this.file.setMaxDays(1);
		Path path = this.directory.resolve("app.log");
		Files.writeString(path, "old\n");
		Files.setLastModifiedTime(path, FileTime.from(this.clock.now.minus(Duration.ofDays(9))));
		try (Sink sink = sink(path)) {
			sink.write("today");
			sink.write("full");
		}
		assertThat(this.directory.resolve("app-2026-11-21.1.log")).content().isEqualTo("old\ntoday\n");
	}

	@Test
	void shouldLiveWithStrayFiles() throws IOException {
		this.file.setMaxSize(DataSize.ofBytes(10));
		Files.writeString(this.directory.resolve("app-2026-99-99.1.log"), "hers");
		Path part = Files.writeString(this.directory.resolve("app-2026-11-20.1.log.gz.part"), "half");
		Files.setLastModifiedTime(part, FileTime.from(this.clock.now.minus(Duration.ofDays(1))));
		try (Sink sink = sink(this.directory.resolve("app.log"))) {
			sink.write("line 1");
			sink.write("line 2");
		}
		assertThat(names()).containsExactly("app-2026-11-21.1.log", "app-2026-99-99.1.log", "app.log");
	}

	@Test
	void shouldSayThatItMayWorkLater() throws IOException {
		Path blocked = this.directory.resolve("blocked");
		Files.writeString(blocked, "a file");
		try (Sink sink = sink(blocked.resolve("app.log"))) {
			assertThatExceptionOfType(RetryException.class).isThrownBy(() -> sink.write("one"));
			Files.delete(blocked);
			sink.write("one");
		}
		assertThat(blocked.resolve("app.log")).content().isEqualTo("one\n");
	}

	@Test
	void shouldKnowTheReadyMadeFiles() {
		LogFileSettings app = LogFileSettings.of("app", Path.of("app.log"), this.file);
		assertThat(app.daily()).isTrue();
		assertThat(app.maxDays()).isEqualTo(30);
		LogFileSettings errors = LogFileSettings.of("errors", Path.of("errors.log"), this.file);
		assertThat(errors.maxSize()).isEqualTo(10 << 20);
		assertThat(errors.maxFiles()).isEqualTo(5);
		assertThat(errors.levels()).containsExactlyInAnyOrder("ERROR", "CRITICAL");
		LogFileSettings security = LogFileSettings.of("security", Path.of("security.log"), this.file);
		assertThat(security.maxFiles()).isEqualTo(10);
		assertThat(security.eventTypes()).containsExactlyInAnyOrder(EventType.SECURITY, EventType.AUDIT);
	}

	private List<String> names() {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((path) -> path.getFileName().toString()).sorted().toList();
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	private Sink sink(Path path) {
		return new Sink(new FileSink(LogFileSettings.of("other", path, this.file), this.clock));
	}

	private record Sink(FileSink sink) implements AutoCloseable {

		void write(String line) throws IOException {
			byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
			this.sink.write(bytes, bytes.length);
		}

		@Override
		public void close() {
			this.sink.close();
		}

	}

	private static final class MovingClock extends Clock {

		private Instant now = Instant.parse("2026-11-21T12:00:00Z");

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return this.now;
		}

	}

}
