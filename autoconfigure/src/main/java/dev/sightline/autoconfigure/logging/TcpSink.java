package dev.sightline.autoconfigure.logging;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
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

	private final List<InetSocketAddress> peers;

	private final boolean tls;

	private int next;

	private volatile @Nullable Socket socket;

	private volatile boolean closed;

	/**
	 * Create a sink that connects when it has something to send.
	 * @param peers the peers, whose names are looked up anew for each connection
	 */
	TcpSink(List<InetSocketAddress> peers, boolean tls) {
		this.peers = peers;
		this.tls = tls;
	}

	@Override
	public void write(byte[] lines, int length) throws IOException {
		Socket socket = connected();
		try {
			socket.getOutputStream().write(lines, 0, length);
		}
		catch (IOException ex) {
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
		if (this.tls) {
			socket.setSoTimeout(CONNECT_MILLIS);
			socket = secure(socket, peer);
			this.socket = socket;
		}
		if (this.closed) {
			throw new IOException("closed");
		}
		return socket;
	}

	private static Socket secure(Socket plain, InetSocketAddress peer) throws IOException {
		SSLSocket socket = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain,
				peer.getHostString(), peer.getPort(), true);
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
	private boolean isOpen(Socket socket) {
		if (this.tls) {
			return !socket.isClosed();
		}
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
		disconnect();
	}

}
