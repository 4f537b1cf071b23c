package dev.sightline.benchmark.micro;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.FileSystemUtils;

/**
 * How many lines whoever logs gets rid of, to a file and to a peer that takes nothing.
 * The number of threads is JMH's option {@code -t}.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LogThroughputBenchmark extends MicroBenchmark {

	private static final Logger logger = LoggerFactory.getLogger(LogThroughputBenchmark.class);

	/**
	 * Spring Boot's pattern and its JSON, and JSON of Sightline, each on a console that
	 * nobody looks at and in the log file of Spring Boot, which the thread that logs
	 * writes; then a file of Sightline and a peer that stopped, for which another thread
	 * does.
	 */
	@Param({ "boot-pattern-console", "boot-json-console", "sightline-json-console", "boot-pattern", "boot-json",
			"sightline-json", "sightline-file", "stopped-peer" })
	public String to;

	private final List<Socket> connections = new CopyOnWriteArrayList<>();

	private PrintStream out;

	private ServerSocket peer;

	private Path directory;

	private ConfigurableApplicationContext context;

	@Setup
	public void start() throws IOException {
		this.directory = Files.createTempDirectory("log-throughput");
		this.peer = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::accept);
		thread.setDaemon(true);
		thread.start();
		List<String> arguments = new ArrayList<>(List.of("--logging.logback.rollingpolicy.total-size-cap=50MB",
				"--sightline.enabled=" + !this.to.startsWith("boot-")));
		String file = this.directory.resolve("app.log").toString();
		if (this.to.endsWith("-console")) {
			this.out = System.out;
			System.setOut(new PrintStream(new FileOutputStream("/dev/null")));
		}
		else {
			arguments.addAll(List.of("--logging.console.enabled=false", "--logging.threshold.console=off"));
		}
		switch (this.to) {
			case "boot-pattern-console" -> {
			}
			case "boot-json-console" -> arguments.add("--logging.structured.format.console=logstash");
			case "sightline-json-console" -> arguments.add("--sightline.logging.format=json");
			case "boot-pattern" -> arguments.add("--logging.file.name=" + file);
			case "boot-json" ->
				arguments.addAll(List.of("--logging.file.name=" + file, "--logging.structured.format.file=logstash"));
			case "sightline-json" ->
				arguments.addAll(List.of("--logging.file.name=" + file, "--sightline.logging.format=json"));
			case "sightline-file" -> arguments.add("--sightline.logging.files.bench.path=" + file);
			default -> arguments.add("--sightline.logging.logstash.destinations=127.0.0.1:" + this.peer.getLocalPort());
		}
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		this.context = application.run(arguments.toArray(String[]::new));
	}

	/**
	 * Connections are taken, and nothing that they send.
	 */
	private void accept() {
		try {
			while (true) {
				this.connections.add(this.peer.accept());
			}
		}
		catch (IOException ex) {
			// It is over.
		}
	}

	@TearDown
	public void stop() throws IOException {
		this.context.close();
		this.peer.close();
		for (Socket connection : this.connections) {
			connection.close();
		}
		FileSystemUtils.deleteRecursively(this.directory);
		if (this.out != null) {
			System.setOut(this.out);
		}
	}

	@Benchmark
	public void log() {
		logger.info("Answering {} after {} ms", "with plain text", 12);
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
