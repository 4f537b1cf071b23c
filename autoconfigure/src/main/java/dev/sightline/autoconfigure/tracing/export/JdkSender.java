package dev.sightline.autoconfigure.tracing.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.bounded.Causes;

/**
 * Sends with the HTTP client of the JDK, as OpenTelemetry's own sender does, but tells
 * the {@link Delivery} all that the receiver says: to wait, or that it took a part only.
 * No thread waits for the answer, and a call that takes too long can be given up.
 */
class JdkSender implements HttpSender {

	private final HttpSenderConfig config;

	private volatile @Nullable HttpClient client;

	JdkSender(HttpSenderConfig config) {
		this.config = config;
	}

	@Override
	public void send(MessageWriter message, Consumer<io.opentelemetry.sdk.common.export.HttpResponse> onResponse,
			Consumer<Throwable> onError) {
		Delivery delivery = Delivery.current();
		HttpRequest request;
		try {
			request = request(message);
		}
		catch (IOException | RuntimeException ex) {
			onError.accept(ex);
			return;
		}
		CompletableFuture<HttpResponse<byte[]>> call = client().sendAsync(request,
				(info) -> new LimitedBody(this.config.getMaxResponseBodySize()));
		if (delivery != null) {
			delivery.calls(call);
		}
		call.whenComplete((response, failure) -> {
			if (failure != null) {
				Throwable cause = Causes.unwrapped(failure);
				if (delivery != null) {
					delivery.fail(cause);
				}
				onError.accept(cause);
				return;
			}
			if (delivery != null) {
				tell(delivery, response);
			}
			onResponse.accept(new Answer(response.statusCode(), response.body()));
		});
	}

	private static void tell(Delivery delivery, HttpResponse<byte[]> response) {
		delivery.answer(response.statusCode(),
				response.headers().firstValue("Retry-After").map(RetryAfter::parse).orElse(null));
		if (response.statusCode() == 200) {
			PartialSuccess partial = PartialSuccess.parse(response.body());
			if (partial.rejected() > 0) {
				delivery.reject(partial.rejected(), partial.message());
			}
		}
	}

	private HttpRequest request(MessageWriter message) throws IOException {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.config.getEndpoint())
			.timeout(this.config.getTimeout())
			.header("Content-Type", this.config.getContentType());
		this.config.getHeadersSupplier()
			.get()
			.forEach((name, values) -> values.forEach((value) -> request.header(name, value)));
		ByteArrayOutputStream body = new ByteArrayOutputStream(Math.max(32, message.getContentLength()));
		Compressor compressor = this.config.getCompressor();
		if (compressor != null) {
			request.header("Content-Encoding", compressor.getEncoding());
			try (OutputStream compressed = compressor.compress(body)) {
				message.writeMessage(compressed);
			}
		}
		else {
			message.writeMessage(body);
		}
		return request.POST(BodyPublishers.ofByteArray(body.toByteArray())).build();
	}

	/**
	 * Made when there is something to send, which is not while the application starts.
	 */
	private synchronized HttpClient client() {
		HttpClient client = this.client;
		if (client == null) {
			HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(this.config.getConnectTimeout());
			if (this.config.getSslContext() != null) {
				builder.sslContext(this.config.getSslContext());
			}
			if (this.config.getProxyOptions() != null) {
				builder.proxy(this.config.getProxyOptions().getProxySelector());
			}
			if (this.config.getExecutorService() != null) {
				builder.executor(this.config.getExecutorService());
			}
			client = builder.build();
			this.client = client;
		}
		return client;
	}

	@Override
	public CompletableResultCode shutdown() {
		this.client = null;
		return CompletableResultCode.ofSuccess();
	}

	private record Answer(int status, byte[] body) implements io.opentelemetry.sdk.common.export.HttpResponse {

		@Override
		public int getStatusCode() {
			return this.status;
		}

		@Override
		public String getStatusMessage() {
			return String.valueOf(this.status);
		}

		@Override
		public byte[] getResponseBody() {
			return this.body;
		}

	}

}
