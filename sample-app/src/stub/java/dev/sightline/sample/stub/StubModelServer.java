package dev.sightline.sample.stub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Speaks the HTTP API of OpenAI on the loopback interface and makes up what it answers.
 * <strong>No model is behind it, and its tokens are simulated.</strong>
 * <p>
 * It knows {@code /v1/chat/completions} (at once and as server-sent events, with tools),
 * {@code /v1/embeddings}, {@code /v1/audio/speech}, {@code /v1/audio/transcriptions},
 * {@code /v1/moderations} and {@code /v1/images/generations}. The name of the model says
 * how it behaves. Any number of these may follow a name, each after a {@code +}, as in
 * {@code gpt-4o+usage-1000-500}; the model in the answer has none of them:
 * <ul>
 * <li>{@code usage-I-O}, {@code usage-I-O-C} and {@code usage-I-O-C-R}: report I input
 * and O output tokens, C of them from the cache, R of them for reasoning. By default a
 * word is a token. A count may be negative, written as in {@code usage-n1-5}.</li>
 * <li>{@code no-usage}: report none.</li>
 * <li>{@code running-usage}: report what was used so far with each chunk.</li>
 * <li>{@code chunks-N}: answer with N words, each a chunk.</li>
 * <li>{@code empty}: answer with no word.</li>
 * <li>{@code finish-REASON}: stop for that reason.</li>
 * <li>{@code slow}: take 300 ms until the first byte, and 20 ms for each chunk.</li>
 * <li>{@code fault-429}, with {@code Retry-After: 1}, and {@code fault-500}.</li>
 * <li>{@code flaky}: every third request to the same path fails with 500.</li>
 * <li>{@code fault-hang}: never answer.</li>
 * <li>{@code fault-hang-midway}: never go on after half of the chunks.</li>
 * <li>{@code fault-cut}: close the connection after half of the answer.</li>
 * <li>{@code fault-bad-json}: answer with what is no JSON, in a stream after the first
 * chunk.</li>
 * </ul>
 */
public final class StubModelServer implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "stub-model-server");
		thread.setDaemon(true);
		return thread;
	});

	private final CountDownLatch closed = new CountDownLatch(1);

	private final AtomicLong requests = new AtomicLong();

	private final AtomicInteger active = new AtomicInteger();

	private volatile String lastAuthorization = "";

	private StubModelServer(int port) {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The stub of a model server did not start on port " + port, ex);
		}
		this.server.setExecutor(this.threads);
		this.server.createContext("/", (exchange) -> answer(exchange, (request) -> StubAnswer.notFound()));
		answer("/v1/chat/completions", StubChat::answer);
		answer("/v1/embeddings", StubEmbeddings::answer);
		answer("/v1/audio/speech", StubAudio::speech);
		answer("/v1/audio/transcriptions", StubAudio::transcription);
		answer("/v1/moderations", StubOthers::moderation);
		answer("/v1/images/generations", StubOthers::images);
		// Its own thread is a daemon if that of the start is: it must not keep a process
		// alive.
		CompletableFuture.runAsync(this.server::start, this.threads).join();
	}

	/**
	 * Start a server.
	 * @param port the port on 127.0.0.1, 0 for any that is free
	 * @return the running server
	 */
	public static StubModelServer start(int port) {
		return new StubModelServer(port);
	}

	/**
	 * Where it listens, without the version: {@code http://127.0.0.1:<port>}.
	 */
	public String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/**
	 * How many requests came so far, retries included.
	 */
	public long requests() {
		return this.requests.get();
	}

	/**
	 * How many requests it is answering now.
	 */
	public int active() {
		return this.active.get();
	}

	/**
	 * The header Authorization of the newest request, blank if it had none.
	 */
	public String lastAuthorization() {
		return this.lastAuthorization;
	}

	private void answer(String path, StubAnswer.Maker maker) {
		AtomicLong count = new AtomicLong();
		this.server.createContext(path, (exchange) -> answer(exchange, (request) -> {
			long number = count.incrementAndGet();
			return (request.behaves("flaky") && number % 3 == 0) ? StubAnswer.error(500) : maker.make(request);
		}));
	}

	private void answer(HttpExchange exchange, StubAnswer.Maker maker) {
		this.requests.incrementAndGet();
		this.active.incrementAndGet();
		try (exchange) {
			String authorization = exchange.getRequestHeaders().getFirst("Authorization");
			this.lastAuthorization = (authorization != null) ? authorization : "";
			StubRequest request = StubRequest.read(exchange);
			if (request.behaves("fault-hang")) {
				hang();
				return;
			}
			StubAnswer answer = fault(request);
			answer = (answer != null) ? answer : maker.make(request);
			answer.write(exchange, request, this::hang);
		}
		catch (IOException ex) {
			// Whoever asked went away.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.active.decrementAndGet();
		}
	}

	private static StubAnswer fault(StubRequest request) {
		if (request.behaves("fault-429")) {
			return StubAnswer.error(429);
		}
		return request.behaves("fault-500") ? StubAnswer.error(500) : null;
	}

	private void hang() throws InterruptedException {
		this.closed.await();
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
