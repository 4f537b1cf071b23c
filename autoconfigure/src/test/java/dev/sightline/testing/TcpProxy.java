package dev.sightline.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between an application and a server on the loopback interface, and can hang: it
 * then accepts connections and data, and nothing is ever answered.
 */
public final class TcpProxy implements AutoCloseable {

	private final ServerSocket server;

	private final int target;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final Lock lock = new ReentrantLock();

	private final Condition resumed = this.lock.newCondition();

	private boolean hangs;

	/**
	 * Listen on a free port.
	 * @param target the port of the server
	 */
	public TcpProxy(int target) {
		try {
			this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.target = target;
		start(this::accept);
	}

	public int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Pass nothing on from now.
	 */
	public void hang() {
		this.lock.lock();
		try {
			this.hangs = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Pass on what was held back, and all that comes.
	 */
	public void resume() {
		this.lock.lock();
		try {
			this.hangs = false;
			this.resumed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void accept() throws IOException {
		while (true) {
			Socket in = this.server.accept();
			this.sockets.add(in);
			start(() -> {
				awaitResumed();
				Socket out = new Socket(InetAddress.getLoopbackAddress(), this.target);
				this.sockets.add(out);
				start(() -> pass(in, out));
				pass(out, in);
			});
		}
	}

	private void pass(Socket from, Socket to) throws IOException {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[8192];
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				awaitResumed();
				out.write(buffer, 0, read);
				out.flush();
			}
		}
	}

	private void awaitResumed() {
		this.lock.lock();
		try {
			while (this.hangs) {
				this.resumed.awaitUninterruptibly();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// One side closed its connection.
			}
		}, "tcp-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		resume();
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

	private interface Work {

		void run() throws IOException;

	}

}
