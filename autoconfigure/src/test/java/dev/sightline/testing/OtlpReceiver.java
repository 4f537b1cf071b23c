package dev.sightline.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;

/**
 * Receives OTLP over HTTP on the loopback interface and keeps what it was sent.
 */
public final class OtlpReceiver implements AutoCloseable {

	private final SSLContext tls;

	private HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final List<ResourceSpans> resourceSpans = new CopyOnWriteArrayList<>();

	private final List<ResourceLogs> resourceLogs = new CopyOnWriteArrayList<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final List<Headers> headers = new CopyOnWriteArrayList<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private volatile Fault fault = Fault.NONE;

	public OtlpReceiver() {
		this(null);
	}

	/**
	 * Receive over TLS, from those only that have a key that is trusted.
	 * @param tls the keys and certificates of the receiver, {@code null} for no TLS
	 */
	public OtlpReceiver(SSLContext tls) {
		this.tls = tls;
		this.server = listen(0);
	}

	private HttpServer listen(int port) {
		try {
			HttpServer server = create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			server.createContext("/", this::handle);
			server.setExecutor(this.executor);
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private HttpServer create(InetSocketAddress address) throws IOException {
		if (this.tls == null) {
			return HttpServer.create(address, 0);
		}
		HttpsServer server = HttpsServer.create(address, 0);
		server.setHttpsConfigurator(new HttpsConfigurator(this.tls) {

			@Override
			public void configure(HttpsParameters parameters) {
				SSLParameters mutual = getSSLContext().getDefaultSSLParameters();
				mutual.setNeedClientAuth(true);
				parameters.setSSLParameters(mutual);
			}

		});
		return server;
	}

	/**
	 * Go down, so that connections are refused.
	 */
	public void goDown() {
		this.server.stop(0);
	}

	/**
	 * Come back on the same port.
	 */
	public void comeBack() {
		this.server = listen(this.server.getAddress().getPort());
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().getPath();
			// Who waits for a request may then change what becomes of the next.
			Fault fault = this.fault;
			this.headers.add(exchange.getRequestHeaders());
			this.requests.add(path);
			if (fault.answers(exchange, this.closed)) {
				return;
			}
			boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
			try (InputStream body = gzip ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
				if ("/v1/traces".equals(path)) {
					this.resourceSpans.addAll(ExportTraceServiceRequest.parseFrom(body).getResourceSpansList());
				}
				else if ("/v1/logs".equals(path)) {
					this.resourceLogs.addAll(ExportLogsServiceRequest.parseFrom(body).getResourceLogsList());
				}
				else {
					body.readAllBytes();
				}
			}
			byte[] answer = fault.answer();
			exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
			exchange.sendResponseHeaders(200, (answer.length > 0) ? answer.length : -1);
			if (answer.length > 0) {
				exchange.getResponseBody().write(answer);
			}
		}
	}

	/**
	 * Do so from now on.
	 */
	public OtlpReceiver with(Fault fault) {
		this.fault = fault;
		return this;
	}

	/**
	 * The base URL of the receiver.
	 */
	public String endpoint() {
		return ((this.server instanceof HttpsServer) ? "https" : "http") + "://127.0.0.1:"
				+ this.server.getAddress().getPort();
	}

	/**
	 * Properties with which an application sends each span here, and soon.
	 * @param more further properties
	 */
	public String[] settings(String... more) {
		return Stream
			.concat(Stream.of("sightline.otlp.endpoint=" + endpoint(), "sightline.tracing.sampling=1",
					"management.opentelemetry.tracing.export.schedule-delay=50ms"), Stream.of(more))
			.toArray(String[]::new);
	}

	/**
	 * The paths that were asked for, in order.
	 */
	public List<String> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * The first values of a header, in the order of the requests that had it.
	 */
	public List<String> header(String name) {
		return this.headers.stream().map((headers) -> headers.getFirst(name)).filter(Objects::nonNull).toList();
	}

	/**
	 * The spans that arrived, in order.
	 */
	public List<ReceivedSpan> spans() {
		return this.resourceSpans.stream()
			.flatMap((resource) -> resource.getScopeSpansList()
				.stream()
				.flatMap((scope) -> scope.getSpansList().stream())
				.map((span) -> new ReceivedSpan(hex(span.getTraceId().toByteArray()),
						hex(span.getSpanId().toByteArray()), hex(span.getParentSpanId().toByteArray()), span.getName(),
						span.getKind().name(), attributes(span.getAttributesList()),
						attributes(resource.getResource().getAttributesList()),
						span.getLinksList()
							.stream()
							.map((link) -> hex(link.getTraceId().toByteArray()) + "-"
									+ hex(link.getSpanId().toByteArray()))
							.toList(),
						span.getStatus().getCode().name(), span.getStartTimeUnixNano(), span.getEndTimeUnixNano())))
			.toList();
	}

	/**
	 * The first span of a trace that is of a kind, {@code null} if none arrived yet.
	 */
	public ReceivedSpan span(String trace, String kind) {
		return spans().stream()
			.filter((span) -> span.traceId().equals(trace) && span.kind().equals(kind))
			.findFirst()
			.orElse(null);
	}

	/**
	 * All that arrived, as text, with events and messages of errors.
	 */
	public String text() {
		return this.resourceSpans.toString() + this.resourceLogs;
	}

	/**
	 * The log records that arrived, in order.
	 */
	public List<ReceivedLog> logs() {
		return this.resourceLogs.stream()
			.flatMap((resource) -> resource.getScopeLogsList()
				.stream()
				.flatMap((scope) -> scope.getLogRecordsList()
					.stream()
					.map((log) -> new ReceivedLog(scope.getScope().getName(), log.getSeverityText(),
							log.getSeverityNumber().name(), log.getBody().getStringValue(),
							hex(log.getTraceId().toByteArray()), attributes(log.getAttributesList()),
							attributes(resource.getResource().getAttributesList())))))
			.toList();
	}

	private static Map<String, String> attributes(List<KeyValue> list) {
		return list.stream()
			.collect(Collectors.toMap(
					KeyValue::getKey, (attribute) -> attribute.getValue().hasStringValue()
							? attribute.getValue().getStringValue() : attribute.getValue().toString().trim(),
					(first, second) -> second));
	}

	private static String hex(byte[] bytes) {
		return java.util.HexFormat.of().formatHex(bytes);
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	/**
	 * What a receiver does wrong.
	 *
	 * @param status the status of its answers, 0 for one that never comes, 1 for a
	 * connection that breaks
	 * @param retryAfter the header, empty for none
	 * @param rejected how many spans it says it did not want of each batch
	 * @param delay how long it thinks before it answers
	 */
	public record Fault(int status, String retryAfter, long rejected, Duration delay) {

		public static final Fault NONE = new Fault(200, "", 0);

		public static final Fault HANG = new Fault(0, "", 0);

		public static final Fault RESET = new Fault(1, "", 0);

		public Fault(int status, String retryAfter, long rejected) {
			this(status, retryAfter, rejected, Duration.ZERO);
		}

		public static Fault slow(Duration delay) {
			return new Fault(200, "", 0, delay);
		}

		public static Fault status(int status) {
			return new Fault(status, "", 0);
		}

		private boolean answers(HttpExchange exchange, CountDownLatch closed) throws IOException {
			try {
				if (this.status == 0) {
					closed.await();
				}
				else {
					closed.await(this.delay.toMillis(), TimeUnit.MILLISECONDS);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			if (this.status == 200) {
				return false;
			}
			if (this.status <= 1) {
				throw new IOException("The connection breaks");
			}
			exchange.getRequestBody().readAllBytes();
			if (!this.retryAfter.isEmpty()) {
				exchange.getResponseHeaders().set("Retry-After", this.retryAfter);
			}
			exchange.sendResponseHeaders(this.status, -1);
			return true;
		}

		private byte[] answer() {
			return (this.rejected == 0) ? new byte[0]
					: ExportTraceServiceResponse.newBuilder()
						.setPartialSuccess(ExportTracePartialSuccess.newBuilder()
							.setRejectedSpans(this.rejected)
							.setErrorMessage("too old"))
						.build()
						.toByteArray();
		}

	}

	/**
	 * A span as it arrived.
	 *
	 * @param traceId the trace id in lower-case hex
	 * @param spanId the span id in lower-case hex
	 * @param parentSpanId the id of the parent, empty for a root
	 * @param name the name
	 * @param kind the kind, such as {@code SPAN_KIND_SERVER}
	 * @param attributes the attributes as text
	 * @param resource the attributes of its resource as text
	 * @param links trace id and span id of the linked spans, with a hyphen between
	 * @param status the status, such as {@code STATUS_CODE_ERROR}
	 * @param start when it began, in nanoseconds since 1970
	 * @param end when it ended, in nanoseconds since 1970
	 */
	public record ReceivedSpan(String traceId, String spanId, String parentSpanId, String name, String kind,
			Map<String, String> attributes, Map<String, String> resource, List<String> links, String status, long start,
			long end) {

	}

	/**
	 * A log record as it arrived.
	 *
	 * @param logger the name of the logger
	 * @param level the level as text
	 * @param severity the level as a number, such as {@code SEVERITY_NUMBER_INFO}
	 * @param body the message
	 * @param traceId the trace id in lower-case hex, empty for none
	 * @param attributes the attributes as text
	 * @param resource the attributes of its resource as text
	 */
	public record ReceivedLog(String logger, String level, String severity, String body, String traceId,
			Map<String, String> attributes, Map<String, String> resource) {

	}

}
