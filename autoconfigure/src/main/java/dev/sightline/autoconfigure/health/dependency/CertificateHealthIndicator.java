package dev.sightline.autoconfigure.health.dependency;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;

import dev.sightline.autoconfigure.health.PacedHealthIndicator;

/**
 * Looks at the certificates that a TLS server shows.
 */
final class CertificateHealthIndicator implements PacedHealthIndicator {

	private final String host;

	private final int port;

	private final Duration interval;

	private final Duration timeout;

	private volatile @Nullable Instant expiry;

	CertificateHealthIndicator(String host, int port, Duration interval, Duration timeout) {
		this.host = host;
		this.port = port;
		this.interval = interval;
		this.timeout = timeout;
	}

	/**
	 * When the first of the certificates expires, {@code null} if that is not known.
	 */
	@Nullable Instant expiry() {
		return this.expiry;
	}

	@Override
	public Duration interval() {
		return this.interval;
	}

	@Override
	public Duration timeout() {
		return this.timeout;
	}

	/**
	 * As with certificates of its own, Spring Boot takes one that is not valid for out of
	 * service.
	 */
	@Override
	public Health health() {
		try {
			X509Certificate certificate = leastValid();
			Instant expiry = certificate.getNotAfter().toInstant();
			this.expiry = expiry;
			Instant now = Instant.now();
			boolean valid = now.isBefore(expiry) && !now.isBefore(certificate.getNotBefore().toInstant());
			return (valid ? Health.up() : Health.outOfService()).withDetail("validityEnds", expiry.toString())
				.withDetail("subject", certificate.getSubjectX500Principal().getName())
				.build();
		}
		catch (IOException | GeneralSecurityException ex) {
			return Health.down(ex).build();
		}
	}

	private X509Certificate leastValid() throws IOException, GeneralSecurityException {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, new TrustManager[] { new Witness() }, null);
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(this.host, this.port), (int) this.timeout.toMillis());
			socket.setSoTimeout((int) this.timeout.toMillis());
			try (SSLSocket secure = (SSLSocket) context.getSocketFactory()
				.createSocket(socket, this.host, this.port, true)) {
				secure.startHandshake();
				Certificate[] chain = secure.getSession().getPeerCertificates();
				return Stream.of(chain)
					.filter(X509Certificate.class::isInstance)
					.map(X509Certificate.class::cast)
					.min(Comparator.comparing(X509Certificate::getNotAfter))
					.orElseThrow(() -> new IOException("The server has no certificate"));
			}
		}
	}

	/**
	 * Refuses nothing, since what is expired has to be seen. No data is sent over such a
	 * connection.
	 */
	private static final class Witness extends X509ExtendedTrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
