package dev.sightline.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import io.netty.handler.ssl.ClientAuth;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Receives OTLP over gRPC on the loopback interface, as far as one call without streams
 * goes: a frame of five bytes and a message, over HTTP/2.
 */
public final class GrpcReceiver implements AutoCloseable {

	private static final int FRAME = 5;

	private final DisposableServer server;

	private final List<Span> spans = new CopyOnWriteArrayList<>();

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private volatile int status;

	/**
	 * Start it.
	 * @param port the port to listen on
	 */
	public GrpcReceiver(int port) {
		this(HttpServer.create().port(port).protocol(HttpProtocol.H2C));
	}

	/**
	 * Start one that speaks TLS, on any free port.
	 * @param keys its key
	 */
	public GrpcReceiver(KeyManagerFactory keys) {
		this(Http2SslContextSpec.forServer(keys));
	}

	/**
	 * Start one that speaks TLS with those only that show a certificate, on any free
	 * port.
	 * @param keys its key
	 * @param trusted the certificates
	 */
	public GrpcReceiver(KeyManagerFactory keys, TrustManagerFactory trusted) {
		this(Http2SslContextSpec.forServer(keys)
			.configure((tls) -> tls.clientAuth(ClientAuth.REQUIRE).trustManager(trusted)));
	}

	private GrpcReceiver(Http2SslContextSpec tls) {
		this(HttpServer.create().port(0).protocol(HttpProtocol.H2).secure((spec) -> spec.sslContext(tls)));
	}

	private GrpcReceiver(HttpServer server) {
		this.server = server.host("127.0.0.1").handle(this::handle).bindNow();
	}

	/**
	 * Answer so from now on.
	 * @param status a status of gRPC, 0 for what is well
	 */
	public GrpcReceiver with(int status) {
		this.status = status;
		return this;
	}

	/**
	 * The port on which it listens.
	 */
	public int port() {
		return this.server.port();
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		this.calls.add(request.fullPath() + " " + request.requestHeaders().get("x-key"));
		return request.receive().aggregate().asByteArray().flatMap((body) -> {
			read(body);
			return response.header("Content-Type", "application/grpc")
				.header("Trailer", "grpc-status")
				.trailerHeaders((trailers) -> trailers.set("grpc-status", String.valueOf(this.status)))
				.sendByteArray(Mono.just(new byte[FRAME]))
				.then();
		});
	}

	private void read(byte[] body) {
		InputStream message = new ByteArrayInputStream(body, FRAME, body.length - FRAME);
		try (InputStream plain = (body[0] == 1) ? new GZIPInputStream(message) : message) {
			ExportTraceServiceRequest.parseFrom(plain)
				.getResourceSpansList()
				.forEach((resource) -> resource.getScopeSpansList()
					.forEach((scope) -> this.spans.addAll(scope.getSpansList())));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The names of the spans that arrived, in order.
	 */
	public List<String> names() {
		return this.spans.stream().map(Span::getName).toList();
	}

	/**
	 * The path and the header {@code x-key} of each call.
	 */
	public List<String> calls() {
		return List.copyOf(this.calls);
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

}
