package dev.sightline.autoconfigure.logging;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Ends writes that take too long, which sockets can not do themselves.
 */
class WriteWatch {

	/**
	 * How often it looks, as a share of the time-out.
	 */
	private static final int LOOKS = 10;

	private final Duration timeout;

	private final Thread thread;

	private volatile @Nullable Socket plain;

	/**
	 * When the write began that is going on, 0 for none.
	 */
	private volatile long since;

	private volatile boolean late;

	private volatile boolean closed;

	WriteWatch(Duration timeout) {
		this.timeout = timeout;
		this.thread = new Thread(this::run, "sightline-log-watch");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Watch a connection.
	 * @param plain the socket below any encryption, whose end would write too
	 */
	void use(Socket plain) {
		this.plain = plain;
	}

	/**
	 * Write to the connection.
	 * @param socket what encrypts it, if anything does
	 * @throws IOException if it failed or took too long
	 */
	void write(Socket socket, byte[] bytes, int length) throws IOException {
		this.late = false;
		this.since = System.nanoTime() | 1;
		try {
			socket.getOutputStream().write(bytes, 0, length);
		}
		catch (IOException ex) {
			throw this.late
					? new IOException(
							socket.getRemoteSocketAddress() + " took nothing for " + this.timeout.toMillis() + " ms")
					: ex;
		}
		finally {
			this.since = 0;
		}
	}

	private void run() {
		while (!this.closed) {
			LockSupport.parkNanos(this, this.timeout.toNanos() / LOOKS);
			long since = this.since;
			if (since != 0 && System.nanoTime() - since > this.timeout.toNanos()) {
				this.late = true;
				end();
			}
		}
	}

	private void end() {
		Socket plain = this.plain;
		if (plain != null) {
			try {
				plain.close();
			}
			catch (IOException ex) {
				// The write ends all the same.
			}
		}
	}

	/**
	 * Watch no more, and end the write that is going on.
	 * @return whether there was one
	 */
	boolean close() {
		this.closed = true;
		LockSupport.unpark(this.thread);
		boolean writing = this.since != 0;
		if (writing) {
			end();
		}
		return writing;
	}

}
