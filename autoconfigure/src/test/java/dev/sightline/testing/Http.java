package dev.sightline.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Asks a server on the loopback interface. Needs the system property
 * {@code jdk.httpclient.allowRestrictedHeaders=connection}, which the build sets.
 */
public final class Http {

	/**
	 * The media type by which a scrape asks for exemplars.
	 */
	public static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

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
			.timeout(Duration.ofSeconds(30))
			.method(method, (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody());
		// Reactor Netty 1.3.6 at times leaves the next request on a kept connection
		// unread when
		// the response before it was completed on another thread, as health checks are.
		request.header("Connection", "close");
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
