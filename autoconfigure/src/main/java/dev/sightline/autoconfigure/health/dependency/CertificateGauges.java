package dev.sightline.autoconfigure.health.dependency;

import java.time.Duration;
import java.time.Instant;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;

/**
 * How long certificates of other servers are valid, as Spring Boot tells it of one's own.
 */
final class CertificateGauges implements CertificateListener {

	private final ObjectProvider<MeterRegistry> registry;

	CertificateGauges(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public void added(String name, CertificateHealthIndicator indicator) {
		this.registry
			.ifAvailable((registry) -> Gauge.builder("ssl.certificate.expiry", indicator, CertificateGauges::seconds)
				.description("Time until the first certificate of a server expires")
				.baseUnit("seconds")
				.tag("name", name)
				.register(registry));
	}

	private static double seconds(CertificateHealthIndicator indicator) {
		Instant expiry = indicator.expiry();
		return (expiry != null) ? Duration.between(Instant.now(), expiry).getSeconds() : Double.NaN;
	}

}
