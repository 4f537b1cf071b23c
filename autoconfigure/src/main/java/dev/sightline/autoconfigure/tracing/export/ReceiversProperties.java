package dev.sightline.autoconfigure.tracing.export;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Receivers of spans besides the one that Spring Boot's keys name.
 */
@ConfigurationProperties("sightline.tracing")
public class ReceiversProperties {

	/**
	 * Further OTLP receivers of all spans, by a name of yours, which is their destination
	 * in the metrics of what is sent.
	 */
	private Map<String, Receiver> receivers = new LinkedHashMap<>();

	public Map<String, Receiver> getReceivers() {
		return this.receivers;
	}

	public void setReceivers(Map<String, Receiver> receivers) {
		this.receivers = receivers;
	}

	/**
	 * An OTLP receiver.
	 */
	public static class Receiver {

		/**
		 * Base URL of the receiver. Nothing is sent if it is blank.
		 */
		private @Nullable String endpoint;

		/**
		 * What is spoken. By default gRPC on port 4317 and HTTP on any other.
		 */
		private Transport transport = Transport.HTTP;

		/**
		 * Headers of each request.
		 */
		private Map<String, String> headers = new LinkedHashMap<>();

		/**
		 * SSL bundle with the certificates that are trusted and, for mutual TLS, the key
		 * of this application.
		 */
		private @Nullable String sslBundle;

		/**
		 * Whether requests are compressed by gzip.
		 */
		private boolean compressed;

		/**
		 * How long connecting, and after it an attempt to send a batch, may take.
		 */
		private Duration timeout = Duration.ofSeconds(10);

		public @Nullable String getEndpoint() {
			return this.endpoint;
		}

		public void setEndpoint(@Nullable String endpoint) {
			this.endpoint = endpoint;
		}

		public Transport getTransport() {
			return this.transport;
		}

		public void setTransport(Transport transport) {
			this.transport = transport;
		}

		public Map<String, String> getHeaders() {
			return this.headers;
		}

		public void setHeaders(Map<String, String> headers) {
			this.headers = headers;
		}

		public @Nullable String getSslBundle() {
			return this.sslBundle;
		}

		public void setSslBundle(@Nullable String sslBundle) {
			this.sslBundle = sslBundle;
		}

		public boolean isCompressed() {
			return this.compressed;
		}

		public void setCompressed(boolean compressed) {
			this.compressed = compressed;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

	}

	/**
	 * How OTLP is spoken.
	 */
	public enum Transport {

		/**
		 * Protobuf over HTTP.
		 */
		HTTP,

		/**
		 * Protobuf over gRPC, for which a sender has to be on the class path.
		 */
		GRPC

	}

}
