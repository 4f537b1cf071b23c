package dev.sightline.autoconfigure.health.dependency;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the application depends on.
 */
@ConfigurationProperties("sightline.health")
public class DependencyProperties {

	/**
	 * HTTP servers that are checked, by name.
	 */
	private final Map<String, Http> http = new LinkedHashMap<>();

	/**
	 * TCP ports that are checked, by name.
	 */
	private final Map<String, Tcp> tcp = new LinkedHashMap<>();

	/**
	 * TLS servers whose certificates are checked, by name.
	 */
	private final Map<String, Certificate> certificate = new LinkedHashMap<>();

	public Map<String, Http> getHttp() {
		return this.http;
	}

	public Map<String, Tcp> getTcp() {
		return this.tcp;
	}

	public Map<String, Certificate> getCertificate() {
		return this.certificate;
	}

	/**
	 * How often something is asked, and how long it may take.
	 */
	public abstract static class Pace {

		/**
		 * How often it is checked. By default as often as all else.
		 */
		private @Nullable Duration interval;

		/**
		 * How long the check may take. By default as long as all others.
		 */
		private @Nullable Duration timeout;

		public @Nullable Duration getInterval() {
			return this.interval;
		}

		public void setInterval(@Nullable Duration interval) {
			this.interval = interval;
		}

		public @Nullable Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(@Nullable Duration timeout) {
			this.timeout = timeout;
		}

	}

	/**
	 * An HTTP server.
	 */
	public static class Http extends Pace {

		/**
		 * URL that is asked.
		 */
		private @Nullable String url;

		/**
		 * Method of the request.
		 */
		private String method = "GET";

		/**
		 * Status codes of a healthy answer, such as 204 or 2xx.
		 */
		private List<String> expectedStatus = List.of("2xx");

		/**
		 * Headers of the request.
		 */
		private final Map<String, String> headers = new LinkedHashMap<>();

		private final Ssl ssl = new Ssl();

		public @Nullable String getUrl() {
			return this.url;
		}

		public void setUrl(@Nullable String url) {
			this.url = url;
		}

		public String getMethod() {
			return this.method;
		}

		public void setMethod(String method) {
			this.method = method;
		}

		public List<String> getExpectedStatus() {
			return this.expectedStatus;
		}

		public void setExpectedStatus(List<String> expectedStatus) {
			this.expectedStatus = expectedStatus;
		}

		public Map<String, String> getHeaders() {
			return this.headers;
		}

		public Ssl getSsl() {
			return this.ssl;
		}

	}

	/**
	 * How TLS is spoken.
	 */
	public static class Ssl {

		/**
		 * SSL bundle of Spring Boot that is used.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

	/**
	 * A TCP port.
	 */
	public static class Tcp extends Pace {

		/**
		 * Host that is connected to.
		 */
		private @Nullable String host;

		/**
		 * Port that is connected to.
		 */
		private int port;

		public @Nullable String getHost() {
			return this.host;
		}

		public void setHost(@Nullable String host) {
			this.host = host;
		}

		public int getPort() {
			return this.port;
		}

		public void setPort(int port) {
			this.port = port;
		}

	}

	/**
	 * A TLS server.
	 */
	public static class Certificate extends Pace {

		/**
		 * Host that is connected to.
		 */
		private @Nullable String host;

		/**
		 * Port that is connected to.
		 */
		private int port = 443;

		public @Nullable String getHost() {
			return this.host;
		}

		public void setHost(@Nullable String host) {
			this.host = host;
		}

		public int getPort() {
			return this.port;
		}

		public void setPort(int port) {
			this.port = port;
		}

	}

}
