package dev.sightline.benchmark.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The smallest server that an outgoing call can be made to. It answers every request
 * without a body.
 */
class Target implements AutoCloseable {

	private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"
		.getBytes(StandardCharsets.US_ASCII);

	private final ServerSocket socket;

	Target() throws IOException {
		this.socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
		daemon(this::accept);
	}

	private void accept() {
		try {
			while (true) {
				Socket connection = this.socket.accept();
				connection.setTcpNoDelay(true);
				daemon(() -> serve(connection));
			}
		}
		catch (IOException ex) {
			// It was closed.
		}
	}

	private static void serve(Socket connection) {
		try (connection) {
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
			OutputStream output = connection.getOutputStream();
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (line.isEmpty()) {
					output.write(ANSWER);
				}
			}
		}
		catch (IOException ex) {
			// The application went away.
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "target");
		thread.setDaemon(true);
		thread.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.socket.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
