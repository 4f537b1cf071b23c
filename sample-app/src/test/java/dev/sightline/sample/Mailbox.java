package dev.sightline.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * As much of a mail server as Alertmanager needs to be rid of a mail.
 */
final class Mailbox implements AutoCloseable {

	private final ServerSocket server;

	private final List<String> mails = new CopyOnWriteArrayList<>();

	Mailbox() {
		try {
			this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread thread = new Thread(this::serve, "mailbox");
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * The mails, with their headers.
	 */
	List<String> mails() {
		return this.mails;
	}

	private void serve() {
		while (!this.server.isClosed()) {
			try (Socket socket = this.server.accept()) {
				converse(socket);
			}
			catch (IOException ex) {
				// The next one may do better.
			}
		}
	}

	private void converse(Socket socket) throws IOException {
		BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
		OutputStream out = socket.getOutputStream();
		say(out, "220 mailbox");
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			String command = line.split(" ")[0].toUpperCase();
			switch (command) {
				case "EHLO" -> say(out, "250-mailbox\r\n250 AUTH PLAIN");
				case "AUTH" -> say(out, "235 Welcome");
				case "DATA" -> {
					say(out, "354 Go on");
					this.mails.add(data(in));
					say(out, "250 Taken");
				}
				case "QUIT" -> {
					say(out, "221 Bye");
					return;
				}
				default -> say(out, "250 OK");
			}
		}
	}

	private static String data(BufferedReader in) throws IOException {
		StringBuilder mail = new StringBuilder();
		for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
			mail.append(line).append('\n');
		}
		return mail.toString();
	}

	private static void say(OutputStream out, String line) throws IOException {
		out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
		out.flush();
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
