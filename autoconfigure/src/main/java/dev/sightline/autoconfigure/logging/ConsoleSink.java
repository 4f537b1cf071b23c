package dev.sightline.autoconfigure.logging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Writes to standard output.
 */
class ConsoleSink implements LineSink {

	@SuppressWarnings("resource")
	private final OutputStream out = new FileOutputStream(FileDescriptor.out);

	/**
	 * While something has put its own stream in place of standard output, as tools for
	 * tests do, lines are there at once.
	 */
	@Override
	public boolean isDirect() {
		return System.out.getClass() != PrintStream.class;
	}

	@Override
	public void write(byte[] lines, int length) throws IOException {
		if (isDirect()) {
			System.out.write(lines, 0, length);
			System.out.flush();
		}
		else {
			this.out.write(lines, 0, length);
		}
	}

	@Override
	public void close() {
		// It is not ours. A write that hangs ends with the process.
	}

}
