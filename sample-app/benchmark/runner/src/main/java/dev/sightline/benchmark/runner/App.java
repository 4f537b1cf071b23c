package dev.sightline.benchmark.runner;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A running variant, on the first core.
 */
class App implements AutoCloseable {

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);

	/**
	 * The clock ticks of {@code /proc} are hundredths of a second on every Linux that
	 * Java runs on.
	 */
	private static final double TICKS_PER_SECOND = 100;

	/**
	 * Of the options of every JVM the last is there however many cores it gets, see
	 * {@link #useCores}.
	 */
	static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx512m", "-XX:ActiveProcessorCount=1");

	static final String MEASURED_CORE = "0";

	static final String ALL_CORES = "0,1";

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final int port;

	private final Process process;

	private final double startSeconds;

	private final double startCpuSeconds;

	private int ownRequests;

	App(Variant variant, Target target, @Nullable Path logs) throws IOException, InterruptedException {
		this.port = freePort();
		List<String> command = new ArrayList<>(List.of("taskset", "-c", MEASURED_CORE,
				Path.of(System.getProperty("java.home"), "bin", "java").toString()));
		command.addAll(JVM);
		command.addAll(variant.jvm());
		command.addAll(List.of("-jar", variant.jar(), "--server.port=" + this.port, "--bench.target=" + target.url()));
		command.addAll(variant.arguments());
		File output = (logs != null) ? logs.resolve(variant.name().replace(' ', '-') + ".log").toFile()
				: new File("/dev/null");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
		builder.environment().putAll(variant.environment());
		long start = System.nanoTime();
		this.process = builder.start();
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
		while (!isUp()) {
			if (!this.process.isAlive() || System.nanoTime() - start > PATIENCE) {
				this.process.destroyForcibly();
				throw new BenchmarkException(variant.name() + " did not start: --logs <folder> shows why");
			}
			// Seldom enough to leave the start alone.
			Thread.sleep(20);
		}
		this.startSeconds = (System.nanoTime() - start) / 1e9;
		this.startCpuSeconds = cpuSeconds();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private boolean isUp() {
		try {
			return get("/bench/stats").length() > 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Give the process other cores. On both of them the JIT compiler is nearly done in
	 * half a minute; on one, at full load, it is still at work after a whole one.
	 */
	void useCores(String cores) throws IOException, InterruptedException {
		// A thread that ends meanwhile makes taskset fail.
		for (int i = 0; i < 3; i++) {
			Process taskset = new ProcessBuilder("taskset", "-acp", cores, Long.toString(this.process.pid()))
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			if (taskset.waitFor() == 0) {
				return;
			}
		}
		throw new BenchmarkException("taskset could not move the application to core " + cores);
	}

	String url(String path) {
		return "http://127.0.0.1:" + this.port + path;
	}

	String get(String path) throws IOException {
		HttpResponse<String> response = send(path);
		if (response.statusCode() != 200) {
			throw new BenchmarkException(path + " answered " + response.statusCode());
		}
		this.ownRequests++;
		return response.body();
	}

	int status(String path) throws IOException {
		return send(path).statusCode();
	}

	private HttpResponse<String> send(String path) throws IOException {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(url(path))).timeout(Duration.ofSeconds(60)).build();
			return this.client.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	/**
	 * A figure out of the application's own statistics.
	 */
	double stat(String name, boolean gc) throws IOException {
		String stats = get("/bench/stats?gc=" + gc);
		Matcher matcher = Pattern.compile("\"" + name + "\":(\\d+)").matcher(stats);
		if (!matcher.find()) {
			throw new BenchmarkException("No " + name + " in " + stats);
		}
		return Double.parseDouble(matcher.group(1));
	}

	/**
	 * What the process used of a processor since it started, in user and system mode.
	 */
	double cpuSeconds() throws IOException {
		String stat = Files.readString(proc("stat"));
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
	}

	double residentMebibytes() throws IOException {
		for (String line : Files.readAllLines(proc("status"))) {
			if (line.startsWith("VmRSS:")) {
				return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
			}
		}
		throw new BenchmarkException("No VmRSS in " + proc("status"));
	}

	private Path proc(String file) {
		return Path.of("/proc", Long.toString(this.process.pid()), file);
	}

	double startSeconds() {
		return this.startSeconds;
	}

	double startCpuSeconds() {
		return this.startCpuSeconds;
	}

	int ownRequests() {
		return this.ownRequests;
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(15, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
