package dev.sightline.benchmark.runner;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;

/**
 * A database server in a process of its own, which can hang: it is stopped by a signal,
 * so that the kernel still accepts connections and nobody answers.
 */
class Database implements AutoCloseable {

	private final int port;

	private final Process process;

	Database() throws IOException, InterruptedException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.port = socket.getLocalPort();
		}
		this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:+UseSerialGC", "-Xmx128m", "-Dh2.bindAddress=127.0.0.1", "-cp",
				System.getProperty("java.class.path"), "org.h2.tools.Server", "-tcp", "-tcpPort",
				Integer.toString(this.port), "-ifNotExists")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
		while (!listens()) {
			if (!this.process.isAlive()) {
				throw new BenchmarkException("The database did not start");
			}
			Thread.sleep(50);
		}
	}

	private boolean listens() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	String url() {
		return "jdbc:h2:tcp://127.0.0.1:" + this.port + "/mem:bench;DB_CLOSE_DELAY=-1";
	}

	void hang() throws IOException, InterruptedException {
		signal("STOP");
	}

	void resume() throws IOException, InterruptedException {
		signal("CONT");
	}

	private void signal(String name) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).start();
		if (kill.waitFor() != 0) {
			throw new BenchmarkException("The database could not be sent SIG" + name);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
