package dev.sightline.benchmark.runner;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * Takes whatever telemetry is sent over HTTP and counts the server spans in it that were
 * sampled.
 */
class Receiver implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final AtomicLong serverSpans = new AtomicLong();

	private final Map<String, Integer> requests = new ConcurrentSkipListMap<>();

	Receiver() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::handle);
		this.server.setExecutor(this.executor);
		this.server.start();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange; InputStream body = exchange.getRequestBody()) {
			String path = exchange.getRequestURI().getPath();
			this.requests.merge(path, 1, Integer::sum);
			if ("/v1/traces".equals(path)) {
				boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
				count(ExportTraceServiceRequest.parseFrom(gzip ? new GZIPInputStream(body) : body));
			}
			else {
				body.transferTo(OutputStream.nullOutputStream());
			}
			String type = path.startsWith("/v1/") ? "application/x-protobuf" : "application/json";
			exchange.getResponseHeaders().set("Content-Type", type);
			exchange.sendResponseHeaders(200, -1);
		}
	}

	private void count(ExportTraceServiceRequest request) {
		long found = 0;
		for (ResourceSpans resource : request.getResourceSpansList()) {
			for (ScopeSpans scope : resource.getScopeSpansList()) {
				for (Span span : scope.getSpansList()) {
					if (span.getKind() == Span.SpanKind.SPAN_KIND_SERVER && isSampled(span)) {
						found++;
					}
				}
			}
		}
		this.serverSpans.addAndGet(found);
	}

	/**
	 * What is kept though it was not sampled, such as failures, tells nothing of losses.
	 */
	private static boolean isSampled(Span span) {
		return span.getAttributesList()
			.stream()
			.noneMatch((attribute) -> attribute.getKey().equals("sightline.keep.reason"));
	}

	String endpoint() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	long serverSpans() {
		return this.serverSpans.get();
	}

	/**
	 * How often each path was sent to.
	 */
	Map<String, Integer> requests() {
		return this.requests;
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}
