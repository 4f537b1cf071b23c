package dev.sightline.autoconfigure.health.dependency;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;

import dev.sightline.autoconfigure.health.PacedHealthIndicator;

/**
 * Asks an HTTP server on the thread of the check, so that it needs no other.
 *
 * @param url the URL
 * @param method the method
 * @param expected status codes, or the first digits of some
 * @param headers the headers
 * @param sockets makes connections with TLS, {@code null} for the JDK's
 * @param interval how often it is asked
 * @param timeout how long it may take
 */
record HttpHealthIndicator(URL url, String method, List<String> expected, Map<String, String> headers,
		@Nullable Supplier<SSLSocketFactory> sockets, Duration interval,
		Duration timeout) implements PacedHealthIndicator {

	@Override
	public Health health() {
		try {
			int status = ask();
			boolean well = this.expected.stream().anyMatch(String.valueOf(status)::startsWith);
			return (well ? Health.up() : Health.down()).withDetail("status", status).build();
		}
		catch (IOException ex) {
			return Health.down(ex).build();
		}
	}

	private int ask() throws IOException {
		HttpURLConnection connection = (HttpURLConnection) this.url.openConnection();
		try {
			if (this.sockets != null && connection instanceof HttpsURLConnection secure) {
				secure.setSSLSocketFactory(this.sockets.get());
			}
			connection.setConnectTimeout((int) this.timeout.toMillis());
			connection.setReadTimeout((int) this.timeout.toMillis());
			connection.setInstanceFollowRedirects(false);
			connection.setUseCaches(false);
			connection.setRequestMethod(this.method);
			this.headers.forEach(connection::setRequestProperty);
			return connection.getResponseCode();
		}
		finally {
			connection.disconnect();
		}
	}

	/**
	 * Headers may hold secrets.
	 */
	@Override
	public String toString() {
		return "HTTP health indicator";
	}

}
