package dev.sightline.autoconfigure.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;

/**
 * The WebSocket client of the JDK, and what it received.
 */
final class Client implements WebSocket.Listener {

	private static final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

	private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

	private final BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();

	private final CompletableFuture<Integer> code = new CompletableFuture<>();

	private final StringBuilder text = new StringBuilder();

	private int size;

	private WebSocket socket;

	static Client open(TestApp app, String path, String... headers) {
		Client listener = new Client();
		WebSocket.Builder builder = client.newWebSocketBuilder();
		for (int i = 0; i < headers.length; i += 2) {
			if (headers[i].equals("Sec-WebSocket-Protocol")) {
				builder.subprotocols(headers[i + 1]);
			}
			else {
				builder.header(headers[i], headers[i + 1]);
			}
		}
		listener.socket = builder.buildAsync(URI.create(app.url(path).replace("http:", "ws:")), listener).join();
		return listener;
	}

	/**
	 * Open a connection and reset it.
	 */
	static void reset(TestApp app, String path, Runnable whileOpen) {
		URI uri = URI.create(app.url(path));
		try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
			socket.setSoLinger(true, 0);
			socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: " + uri.getAuthority()
						+ "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
						+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			StringBuilder answer = new StringBuilder();
			InputStream input = socket.getInputStream();
			while (answer.indexOf("\r\n\r\n") < 0) {
				answer.append((char) input.read());
			}
			if (!answer.toString().startsWith("HTTP/1.1 101")) {
				throw new IllegalStateException(answer.toString());
			}
			whileOpen.run();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Client text(String message) {
		this.socket.sendText(message, true).join();
		return this;
	}

	Client part(String message) {
		this.socket.sendText(message, false).join();
		return this;
	}

	Client binary(int bytes) {
		this.socket.sendBinary(ByteBuffer.allocate(bytes), true).join();
		return this;
	}

	Client ping() {
		this.socket.sendPing(ByteBuffer.allocate(3)).join();
		return this;
	}

	String receive() throws InterruptedException {
		return this.texts.poll(10, TimeUnit.SECONDS);
	}

	Integer receiveSize() throws InterruptedException {
		return this.sizes.poll(10, TimeUnit.SECONDS);
	}

	void close(int code) {
		this.socket.sendClose(code, "").join();
	}

	void abort() {
		this.socket.abort();
	}

	/**
	 * The code of the server's close frame.
	 */
	int awaitClosed() {
		return this.code.orTimeout(60, TimeUnit.SECONDS).join();
	}

	/**
	 * The sum of the samples of a metric that have all these tags, or -1 if there is
	 * none.
	 */
	static double metric(TestApp app, String name, String... tags) {
		return Http.get(app.url("/actuator/prometheus"))
			.body()
			.lines()
			.filter((line) -> line.startsWith(name + "{"))
			.filter((line) -> java.util.Arrays.stream(tags).allMatch(line::contains))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.reduce(Double::sum)
			.orElse(-1);
	}

	@Override
	public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
		this.text.append(data);
		if (last) {
			this.texts.add(this.text.toString());
			this.text.setLength(0);
		}
		socket.request(1);
		return null;
	}

	@Override
	public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
		this.size += data.remaining();
		if (last) {
			this.sizes.add(this.size);
			this.size = 0;
		}
		socket.request(1);
		return null;
	}

	@Override
	public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
		this.code.complete(statusCode);
		return null;
	}

	@Override
	public void onError(WebSocket socket, Throwable error) {
		this.code.completeExceptionally(error);
	}

}
