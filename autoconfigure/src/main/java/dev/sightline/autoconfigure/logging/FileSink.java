package dev.sightline.autoconfigure.logging;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Writes to a file that is put aside when it is full or the day is over. A line is in the
 * file whole or not at all.
 */
class FileSink implements LineSink {

	private static final long CHECK = TimeUnit.SECONDS.toNanos(1);

	private final LogFileSettings settings;

	private final LogArchive archive;

	private final Clock clock;

	private volatile @Nullable FileChannel channel;

	private @Nullable Object key;

	private long size;

	private LocalDate day;

	private long nextCheck = System.nanoTime();

	private long nextRoll = System.nanoTime();

	FileSink(LogFileSettings settings, Clock clock) {
		this.settings = settings;
		this.clock = clock;
		this.archive = new LogArchive(settings, clock);
		this.day = LocalDate.now(clock);
	}

	@Override
	public void write(byte[] lines, int length) throws IOException {
		FileChannel channel = ready(length);
		long before = this.size;
		try {
			ByteBuffer buffer = ByteBuffer.wrap(lines, 0, length);
			while (buffer.hasRemaining()) {
				this.size += channel.write(buffer);
			}
		}
		catch (IOException ex) {
			undo(channel, before);
			throw new RetryException(this.settings.path() + ": " + ex.getMessage());
		}
	}

	/**
	 * What is there of a line that could not be finished is taken back.
	 */
	private void undo(FileChannel channel, long before) {
		if (this.size == before) {
			return;
		}
		try {
			if (channel.size() == this.size) {
				channel.truncate(before);
				this.size = before;
			}
			else {
				// Another process wrote meanwhile: half a line stays, and is ended.
				close();
			}
		}
		catch (IOException ex) {
			close();
		}
	}

	private FileChannel ready(int length) throws RetryException {
		try {
			FileChannel channel = this.channel;
			if (channel != null && System.nanoTime() - this.nextCheck > 0) {
				this.nextCheck = System.nanoTime() + CHECK;
				if (!isThere()) {
					close();
					channel = null;
				}
				else {
					// Somebody else may have written to it or emptied it.
					this.size = channel.size();
				}
			}
			channel = (channel != null) ? channel : open();
			if (isOver(length)) {
				roll();
				channel = open();
			}
			return channel;
		}
		catch (IOException ex) {
			close();
			throw new RetryException(ex.getClass().getSimpleName() + ": " + ex.getMessage());
		}
	}

	/**
	 * Somebody may have deleted the file or put another in its place.
	 */
	private boolean isThere() {
		try {
			Object key = Files.readAttributes(this.settings.path(), BasicFileAttributes.class).fileKey();
			return key == null || key.equals(this.key);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private FileChannel open() throws IOException {
		Path path = this.settings.path();
		if (path.getParent() != null) {
			Files.createDirectories(path.getParent());
		}
		FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.APPEND);
		this.channel = channel;
		BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
		this.key = attributes.fileKey();
		this.size = channel.size();
		if (this.size > 0) {
			this.day = LocalDate.ofInstant(attributes.lastModifiedTime().toInstant(), this.clock.getZone());
			endLine(channel);
		}
		else {
			this.day = LocalDate.now(this.clock);
		}
		return channel;
	}

	/**
	 * A process that was killed may have left half a line.
	 */
	private void endLine(FileChannel channel) throws IOException {
		ByteBuffer last = ByteBuffer.allocate(1);
		try (FileChannel reader = FileChannel.open(this.settings.path(), StandardOpenOption.READ)) {
			reader.read(last, this.size - 1);
		}
		if (last.get(0) != '\n') {
			this.size += channel.write(ByteBuffer.wrap(new byte[] { '\n' }));
		}
	}

	private boolean isOver(int length) {
		boolean full = this.settings.maxSize() > 0 && this.size + length > this.settings.maxSize();
		boolean over = this.settings.daily() && !this.day.equals(LocalDate.now(this.clock));
		return this.size > 0 && (full || over) && System.nanoTime() - this.nextRoll >= 0;
	}

	private void roll() {
		close();
		try {
			// By size alone, the day that counts is that of its last line.
			this.archive.add(this.settings.daily() ? this.day : LocalDate.now(this.clock));
		}
		catch (IOException | RuntimeException ex) {
			// The file grows, which is better than lines that are lost.
			this.nextRoll = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
		}
	}

	@Override
	public void close() {
		FileChannel channel = this.channel;
		this.channel = null;
		if (channel != null) {
			try {
				channel.close();
			}
			catch (IOException ex) {
				// All that was written is written.
			}
		}
	}

}
