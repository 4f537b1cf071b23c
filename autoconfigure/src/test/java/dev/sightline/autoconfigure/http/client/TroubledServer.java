package dev.sightline.autoconfigure.http.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server on the loopback interface that treats every connection badly.
 */
final class TroubledServer implements AutoCloseable {

	private static final int MOST_CONNECTIONS = 64;

	private static final int PATIENCE = 300;

	private final ServerSocket server;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private TroubledServer(int backlog) throws IOException {
		this.server = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
	}

	/**
	 * A server that accepts and never answers.
	 */
	static TroubledServer silent() {
		return start((socket) -> {
		});
	}

	/**
	 * A server that begins to answer and never ends.
	 */
	static TroubledServer stuck() {
		return start((socket) -> {
			readSome(socket);
			write(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nhalf");
		});
	}

	/**
	 * A server that resets each connection once it has been asked.
	 */
	static TroubledServer resetting() {
		return start((socket) -> {
			readSome(socket);
			socket.setSoLinger(true, 0);
			socket.close();
		});
	}

	/**
	 * A server that closes each connection once it has been asked.
	 */
	static TroubledServer closing() {
		return start((socket) -> {
			readSome(socket);
			socket.close();
		});
	}

	/**
	 * A server that speaks no TLS and says so in plain text.
	 */
	static TroubledServer plain() {
		return start((socket) -> {
			readSome(socket);
			write(socket, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
		});
	}

	/**
	 * A server whose backlog is full, so that the kernel answers no further connection.
	 */
	static TroubledServer full() {
		try {
			TroubledServer server = new TroubledServer(1);
			for (int i = 0; i < MOST_CONNECTIONS; i++) {
				Socket socket = new Socket();
				server.sockets.add(socket);
				try {
					socket.connect(new InetSocketAddress(server.server.getInetAddress(), server.port()), PATIENCE);
				}
				catch (SocketTimeoutException ex) {
					return server;
				}
			}
			throw new IllegalStateException("The backlog takes more than " + MOST_CONNECTIONS + " connections");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static TroubledServer start(Treatment treatment) {
		try {
			TroubledServer server = new TroubledServer(50);
			Thread thread = new Thread(() -> server.accept(treatment), "troubled-server");
			thread.setDaemon(true);
			thread.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept(Treatment treatment) {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				this.sockets.add(socket);
				treatment.treat(socket);
			}
			catch (IOException ex) {
				// The client or the test has gone.
			}
		}
	}

	private static void readSome(Socket socket) throws IOException {
		socket.getInputStream().read(new byte[8192]);
	}

	private static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
		socket.getOutputStream().flush();
	}

	int port() {
		return this.server.getLocalPort();
	}

	@Override
	public void close() {
		try {
			this.server.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Treatment {

		void treat(Socket socket) throws IOException;

	}

}
