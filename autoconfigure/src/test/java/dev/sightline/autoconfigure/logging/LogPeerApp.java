package dev.sightline.autoconfigure.logging;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Takes lines over TCP, one connection after the other, and appends them to a file.
 */
final class LogPeerApp {

	private LogPeerApp() {
	}

	/**
	 * Start.
	 * @param args a port and a file
	 */
	public static void main(String[] args) throws IOException {
		Path file = Path.of(args[1]);
		try (ServerSocket server = new ServerSocket(Integer.parseInt(args[0]), 50, InetAddress.getLoopbackAddress())) {
			Files.createFile(file);
			while (true) {
				try (Socket socket = server.accept(); InputStream in = socket.getInputStream()) {
					byte[] bytes = new byte[8192];
					for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
						Files.write(file, java.util.Arrays.copyOf(bytes, read), StandardOpenOption.APPEND);
					}
				}
				catch (IOException ex) {
					// The next one may last longer.
				}
			}
		}
	}

}
