package dev.sightline.autoconfigure.logging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the log files that were put aside, as many and as long as it should. They are
 * named as {@code app-2026-11-21.1.log}.
 */
class LogArchive {

	private static final String PART = ".part";

	/**
	 * What is compressed is written to all the while.
	 */
	private static final Duration ABANDONED = Duration.ofHours(1);

	private final LogFileSettings settings;

	private final Clock clock;

	private final Path directory;

	private final String stem;

	private final String extension;

	private final Pattern pattern;

	LogArchive(LogFileSettings settings, Clock clock) {
		this.settings = settings;
		this.clock = clock;
		Path path = settings.path().toAbsolutePath();
		this.directory = Objects.requireNonNull(path.getParent());
		String name = Objects.requireNonNull(path.getFileName()).toString();
		int dot = name.lastIndexOf('.');
		this.stem = (dot > 0) ? name.substring(0, dot) : name;
		this.extension = (dot > 0) ? name.substring(dot) : "";
		this.pattern = Pattern.compile(Pattern.quote(this.stem) + "-(\\d{4}-\\d{2}-\\d{2})\\.(\\d{1,9})"
				+ Pattern.quote(this.extension) + "(\\.gz)?");
	}

	/**
	 * Put the file aside.
	 * @param day the day of its last line
	 */
	void add(LocalDate day) throws IOException {
		int number = files().stream()
			.filter((file) -> file.day().equals(day))
			.mapToInt(Archived::number)
			.max()
			.orElse(0) + 1;
		Path target = this.directory.resolve(this.stem + "-" + day + "." + number + this.extension);
		Files.move(this.settings.path(), target);
		if (this.settings.gzip()) {
			// It takes a while, and lines wait.
			Thread thread = new Thread(() -> gzip(target), "sightline-log-gzip");
			thread.setDaemon(true);
			thread.start();
		}
		clean();
	}

	private void gzip(Path file) {
		Path part = file.resolveSibling(file.getFileName() + ".gz" + PART);
		try {
			try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(part))) {
				Files.copy(file, out);
			}
			Files.move(part, file.resolveSibling(file.getFileName() + ".gz"));
			Files.delete(file);
			clean();
		}
		catch (IOException | RuntimeException ex) {
			// It stays as it is, for whoever wants to read it.
			part.toFile().delete();
		}
	}

	/**
	 * Delete what is too old or too much.
	 */
	private synchronized void clean() throws IOException {
		LocalDate today = LocalDate.now(this.clock);
		long total = 0;
		int count = 0;
		for (Archived file : files()) {
			count++;
			total += Files.exists(file.path()) ? Files.size(file.path()) : 0;
			boolean many = this.settings.maxFiles() > 0 && count > this.settings.maxFiles();
			boolean old = this.settings.maxDays() > 0 && file.day().isBefore(today.minusDays(this.settings.maxDays()));
			boolean large = this.settings.maxTotalSize() > 0 && total > this.settings.maxTotalSize();
			if (many || old || large) {
				Files.deleteIfExists(file.path());
			}
		}
		deleteParts();
	}

	/**
	 * A process that was killed may have left what it did not finish to compress.
	 */
	private void deleteParts() throws IOException {
		Instant before = this.clock.instant().minus(ABANDONED);
		try (DirectoryStream<Path> parts = Files.newDirectoryStream(this.directory, this::isPart)) {
			for (Path part : parts) {
				if (Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
					Files.deleteIfExists(part);
				}
			}
		}
	}

	private boolean isPart(Path file) {
		String name = file.getFileName().toString();
		return name.endsWith(PART) && this.pattern.matcher(name.substring(0, name.length() - PART.length())).matches();
	}

	/**
	 * All that were put aside, the newest first.
	 */
	private List<Archived> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map(this::archived)
				.filter(Objects::nonNull)
				.sorted(Comparator.comparing(Archived::day).thenComparing(Archived::number).reversed())
				.toList();
		}
	}

	private @Nullable Archived archived(Path file) {
		Matcher matcher = this.pattern.matcher(file.getFileName().toString());
		try {
			return matcher.matches()
					? new Archived(file, LocalDate.parse(matcher.group(1)), Integer.parseInt(matcher.group(2))) : null;
		}
		catch (DateTimeParseException ex) {
			// There is no such day, so it is not ours.
			return null;
		}
	}

	private record Archived(Path path, LocalDate day, int number) {

	}

}
