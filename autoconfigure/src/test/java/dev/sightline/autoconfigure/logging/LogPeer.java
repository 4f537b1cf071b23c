package dev.sightline.autoconfigure.logging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import javax.net.ServerSocketFactory;

/**
 * Takes lines over TCP.
 */
final class LogPeer implements AutoCloseable {

	private final List<String> lines = java.util.Collections.synchronizedList(new java.util.ArrayList<>());

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final ServerSocket server;

	LogPeer(int port) {
		this(port, new CountDownLatch(0));
	}

	LogPeer(int port, CountDownLatch stopped) {
		this(port, stopped, ServerSocketFactory.getDefault());
	}

	LogPeer(int port, ServerSocketFactory sockets) {
		this(port, new CountDownLatch(0), sockets);
	}

	private LogPeer(int port, CountDownLatch stopped, ServerSocketFactory sockets) {
		try {
			this.server = sockets.createServerSocket();
			this.server.setReuseAddress(true);
			if (stopped.getCount() > 0) {
				// Or the system's buffers may take all that a test sends to nobody.
				this.server.setReceiveBufferSize(64 << 10);
			}
			this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread thread = new Thread(() -> accept(stopped));
		thread.setDaemon(true);
		thread.start();
	}

	private void accept(CountDownLatch stopped) {
		while (true) {
			try {
				Socket socket = this.server.accept();
				this.sockets.add(socket);
				stopped.await();
				BufferedReader reader = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
				for (String line = reader.readLine(); line != null; line = reader.readLine()) {
					this.lines.add(line);
				}
			}
			catch (IOException | InterruptedException ex) {
				if (this.server.isClosed()) {
					return;
				}
			}
		}
	}

	/**
	 * The lines that it took.
	 */
	List<String> lines() {
		return this.lines;
	}

	/**
	 * Whether somebody connected.
	 */
	boolean isConnected() {
		return !this.sockets.isEmpty();
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

}
