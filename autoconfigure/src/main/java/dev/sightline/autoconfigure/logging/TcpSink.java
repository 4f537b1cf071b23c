package dev.sightline.autoconfigure.logging;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * Sends lines over TCP to the first of several peers that takes them.
 */
class TcpSink implements LineSink {

	private static final int CONNECT_MILLIS = 2000;

	private static final int GOODBYE_MILLIS = 100;

	private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

	private final List<InetSocketAddress> peers;

	private final @Nullable SSLSocketFactory tls;

	private final WriteWatch watch;

	private int next;

	private volatile @Nullable Socket socket;

	private volatile boolean closed;

	/**
	 * Create a sink that connects when it has something to send.
	 * @param peers the peers, whose names are looked up anew for each connection
	 * @param tls what encrypts the connection, {@code null} to leave it as it is
	 */
	TcpSink(List<InetSocketAddress> peers, @Nullable SSLSocketFactory tls) {
		this(peers, tls, WRITE_TIMEOUT);
	}

	TcpSink(List<InetSocketAddress> peers, @Nullable SSLSocketFactory tls, Duration writeTimeout) {
		this.peers = peers;
		this.tls = tls;
		this.watch = new WriteWatch(writeTimeout);
	}

	@Override
	public void write(byte[] lines, int length) throws IOException {
		Socket socket = connected();
		try {
			this.watch.write(socket, lines, length);
		}
		catch (IOException ex) {
			// One that stopped would take the next connection, and nothing more.
			this.next = (this.next + 1) % this.peers.size();
			disconnect();
			throw ex;
		}
	}

	private Socket connected() throws RetryException {
		Socket socket = this.socket;
		if (socket != null && isOpen(socket)) {
			return socket;
		}
		disconnect();
		String reason = "";
		for (int i = 0; i < this.peers.size() && !this.closed; i++) {
			InetSocketAddress peer = this.peers.get(this.next);
			try {
				return connect(peer);
			}
			catch (IOException | RuntimeException ex) {
				disconnect();
				reason = peer.getHostString() + ":" + peer.getPort() + ": " + ex.getMessage();
				this.next = (this.next + 1) % this.peers.size();
			}
		}
		throw new RetryException(reason);
	}

	private Socket connect(InetSocketAddress peer) throws IOException {
		InetSocketAddress address = new InetSocketAddress(peer.getHostString(), peer.getPort());
		Socket socket = new Socket();
		this.socket = socket;
		socket.setKeepAlive(true);
		socket.connect(address, CONNECT_MILLIS);
		this.watch.use(socket);
		if (this.tls != null) {
			socket.setSoTimeout(CONNECT_MILLIS);
			socket = secure(this.tls, socket, peer);
			this.socket = socket;
		}
		if (this.closed) {
			throw new IOException("closed");
		}
		return socket;
	}

	private static Socket secure(SSLSocketFactory tls, Socket plain, InetSocketAddress peer) throws IOException {
		SSLSocket socket = (SSLSocket) tls.createSocket(plain, peer.getHostString(), peer.getPort(), true);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		socket.setSSLParameters(parameters);
		socket.startHandshake();
		return socket;
	}

	/**
	 * What is written to a peer that is gone is lost without an error, so the end of what
	 * it says is looked for first.
	 */
	private static boolean isOpen(Socket socket) {
		try {
			socket.setSoTimeout(1);
			return socket.getInputStream().read() >= 0;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void disconnect() {
		Socket socket = this.socket;
		this.socket = null;
		if (socket != null) {
			try {
				socket.close();
			}
			catch (IOException ex) {
				// It is of no use any more.
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
		Socket socket = this.socket;
		if (socket != null && !this.watch.close()) {
			goodbye(socket);
		}
		disconnect();
	}

	/**
	 * What the peer said and nobody read would have the operating system throw away what
	 * is still on its way there.
	 */
	private static void goodbye(Socket socket) {
		try {
			socket.shutdownOutput();
			socket.setSoTimeout(GOODBYE_MILLIS);
			byte[] rest = new byte[1024];
			while (socket.getInputStream().read(rest) >= 0) {
				// It is not of interest.
			}
		}
		catch (IOException ex) {
			// It is gone, or says nothing.
		}
	}

}
