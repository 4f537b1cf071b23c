package dev.sightline.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a server on the loopback interface. Needs the system property
 * {@code jdk.httpclient.allowRestrictedHeaders=connection}, which the build sets.
 */
public final class Http {

	/**
	 * The media type by which a scrape asks for exemplars.
	 */
	public static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private Http() {
	}

	/**
	 * Send a GET.
	 * @param url the URL
	 * @param headers names and values in turn
	 */
	public static HttpResponse<String> get(String url, String... headers) {
		return send("GET", url, null, headers);
	}

	/**
	 * Send a request and read the answer as text.
	 * @param method the method
	 * @param url the URL
	 * @param body the body, {@code null} for none
	 * @param headers names and values in turn
	 */
	public static HttpResponse<String> send(String method, String url, String body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
			.method(method, (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody());
		// Reactor Netty 1.3.6 at times leaves the next request on a kept connection
		// unread when
		// the response before it was completed on another thread, as health checks are.
		request.header("Connection", "close");
		if (headers.length > 0) {
			request.headers(headers);
		}
		// The client's own limit of time ends where the body begins.
		CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request.build(), BodyHandlers.ofString());
		try {
			return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof IOException cause) ? new UncheckedIOException(cause)
					: new IllegalStateException(ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new UncheckedIOException(new HttpTimeoutException(url + " did not answer in " + PATIENCE));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		finally {
			answer.cancel(true);
		}
	}

}
