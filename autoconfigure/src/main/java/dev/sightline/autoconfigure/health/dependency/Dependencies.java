package dev.sightline.autoconfigure.health.dependency;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.health.HealthProperties;
import dev.sightline.autoconfigure.health.dependency.DependencyProperties.Certificate;
import dev.sightline.autoconfigure.health.dependency.DependencyProperties.Http;
import dev.sightline.autoconfigure.health.dependency.DependencyProperties.Pace;
import dev.sightline.autoconfigure.health.dependency.DependencyProperties.Tcp;

/**
 * Makes indicators of what is named in properties.
 */
final class Dependencies {

	private static final String PREFIX = "sightline.health.";

	private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST");

	private static final Duration CERTIFICATE_INTERVAL = Duration.ofHours(1);

	private final HealthProperties health;

	private final ObjectProvider<SslBundles> bundles;

	Dependencies(HealthProperties health, ObjectProvider<SslBundles> bundles) {
		this.health = health;
		this.bundles = bundles;
	}

	Map<String, HealthIndicator> http(Map<String, Http> properties) {
		Map<String, HealthIndicator> indicators = new LinkedHashMap<>();
		properties.forEach((name, http) -> indicators.put(name, http(PREFIX + "http." + name + ".", http)));
		return indicators;
	}

	private HttpHealthIndicator http(String prefix, Http http) {
		String method = http.getMethod().toUpperCase(Locale.ROOT);
		if (!METHODS.contains(method)) {
			throw invalid(prefix + "method", http.getMethod(), "It has to be one of GET, HEAD, OPTIONS and POST.");
		}
		return new HttpHealthIndicator(url(prefix, http), method, expected(prefix, http), Map.copyOf(http.getHeaders()),
				sockets(prefix, http.getSsl().getBundle()), interval(prefix, http, this.health.getInterval()),
				timeout(prefix, http));
	}

	/**
	 * The value is not told if it is wrong: it may hold a password, and Spring Boot's
	 * report of an invalid value would show it.
	 */
	private static URL url(String prefix, Http http) {
		String url = StringUtils.hasText(http.getUrl()) ? http.getUrl() : "";
		try {
			URI uri = URI.create(url.trim());
			if (uri.getHost() != null && uri.getUserInfo() == null
					&& ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
				return uri.toURL();
			}
		}
		catch (IllegalArgumentException | MalformedURLException ex) {
			// Told below.
		}
		throw new FailureAnalyzedException(
				"The value of '" + prefix + "url' is no URL of HTTP, or it has user and password.",
				"Set '" + prefix + "url' to a URL such as https://example.org/status.");
	}

	private static List<String> expected(String prefix, Http http) {
		List<String> expected = http.getExpectedStatus();
		for (String status : expected) {
			if (!status.matches("[1-5](\\d\\d|xx)")) {
				throw invalid(prefix + "expected-status", status, "It has to be a status code such as 204 or 2xx.");
			}
		}
		if (expected.isEmpty()) {
			throw invalid(prefix + "expected-status", expected, "It has to name a status code such as 204 or 2xx.");
		}
		return expected.stream().map((status) -> status.replace("x", "")).toList();
	}

	private @Nullable Supplier<SSLSocketFactory> sockets(String prefix, @Nullable String bundle) {
		if (!StringUtils.hasText(bundle)) {
			return null;
		}
		try {
			SslBundles bundles = this.bundles.getObject();
			bundles.getBundle(bundle);
			// Asked again each time, since a bundle may be reloaded.
			return () -> bundles.getBundle(bundle).createSslContext().getSocketFactory();
		}
		catch (NoSuchSslBundleException ex) {
			throw invalid(prefix + "ssl.bundle", bundle, "It has to be the name of an SSL bundle.");
		}
	}

	Map<String, HealthIndicator> tcp(Map<String, Tcp> properties) {
		Map<String, HealthIndicator> indicators = new LinkedHashMap<>();
		properties.forEach((name, tcp) -> {
			String prefix = PREFIX + "tcp." + name + ".";
			indicators.put(name, new TcpHealthIndicator(host(prefix, tcp.getHost()), port(prefix, tcp.getPort()),
					interval(prefix, tcp, this.health.getInterval()), timeout(prefix, tcp)));
		});
		return indicators;
	}

	Map<String, CertificateHealthIndicator> certificates(Map<String, Certificate> properties) {
		Map<String, CertificateHealthIndicator> indicators = new LinkedHashMap<>();
		properties.forEach((name, certificate) -> {
			String prefix = PREFIX + "certificate." + name + ".";
			indicators.put(name,
					new CertificateHealthIndicator(host(prefix, certificate.getHost()),
							port(prefix, certificate.getPort()), interval(prefix, certificate, CERTIFICATE_INTERVAL),
							timeout(prefix, certificate)));
		});
		return indicators;
	}

	private static String host(String prefix, @Nullable String host) {
		if (!StringUtils.hasText(host)) {
			throw invalid(prefix + "host", host, "It has to be the name of a host.");
		}
		return host.trim();
	}

	private static int port(String prefix, int port) {
		if (port < 1 || port > 65535) {
			throw invalid(prefix + "port", port, "It has to be a port from 1 to 65535.");
		}
		return port;
	}

	private static Duration interval(String prefix, Pace pace, Duration byDefault) {
		return (pace.getInterval() != null) ? HealthProperties.positive(prefix + "interval", pace.getInterval())
				: byDefault;
	}

	private Duration timeout(String prefix, Pace pace) {
		return (pace.getTimeout() != null) ? HealthProperties.positive(prefix + "timeout", pace.getTimeout())
				: this.health.getTimeout();
	}

	private static InvalidConfigurationPropertyValueException invalid(String key, @Nullable Object value,
			String remedy) {
		return new InvalidConfigurationPropertyValueException(key, value, remedy);
	}

}
