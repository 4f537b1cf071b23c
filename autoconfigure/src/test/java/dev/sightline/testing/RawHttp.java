package dev.sightline.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A connection to a server on the loopback interface, on which a test writes what it
 * wants, well-formed or not.
 */
public final class RawHttp implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 20_000;

	private final Socket socket;

	private final InputStream in;

	/**
	 * Connect to a server.
	 * @param port its port
	 */
	public RawHttp(int port) {
		try {
			this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
			this.socket.setSoTimeout(TIMEOUT_MILLIS);
			this.socket.setTcpNoDelay(true);
			this.in = new BufferedInputStream(this.socket.getInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send a GET that keeps the connection.
	 * @param path the path
	 */
	public RawHttp get(String path) {
		return write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
	}

	/**
	 * Write text as it is.
	 */
	public RawHttp write(String text) {
		return write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Write bytes as they are.
	 */
	public RawHttp write(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
			this.socket.getOutputStream().flush();
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read one answer that tells the length of its body or is chunked.
	 * @return its head and its body as they were sent
	 */
	public String read() {
		try {
			String head = readUntil("\r\n\r\n");
			String lower = head.toLowerCase(Locale.ROOT);
			if (lower.contains("transfer-encoding: chunked")) {
				return head + readUntil("0\r\n\r\n");
			}
			int at = lower.indexOf("content-length: ");
			int length = (at < 0) ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)).trim());
			return head + new String(this.in.readNBytes(length), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read until the bytes that were read end so.
	 */
	public String readUntil(String end) {
		byte[] last = end.getBytes(StandardCharsets.ISO_8859_1);
		byte[] bytes = new byte[1024];
		int length = 0;
		try {
			while (length < last.length || !Arrays.equals(bytes, length - last.length, length, last, 0, last.length)) {
				int next = this.in.read();
				if (next < 0) {
					break;
				}
				if (length == bytes.length) {
					bytes = Arrays.copyOf(bytes, 2 * length);
				}
				bytes[length++] = (byte) next;
			}
			return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read until the server closes the connection.
	 */
	public String readAll() {
		try {
			return new String(this.in.readAllBytes(), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Break the connection, so that the other side sees a reset.
	 */
	public void reset() {
		try {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
