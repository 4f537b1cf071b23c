package dev.sightline.autoconfigure.health.dependency;

import java.util.Map;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.registry.HealthContributorRegistry;

/**
 * Puts the indicators of dependencies among those of Spring Boot, before anyone looks for
 * them.
 */
final class DependencyRegistrar implements InitializingBean {

	private final HealthContributorRegistry registry;

	private final DependencyProperties properties;

	private final Dependencies dependencies;

	private final ObjectProvider<CertificateListener> listeners;

	DependencyRegistrar(HealthContributorRegistry registry, DependencyProperties properties, Dependencies dependencies,
			ObjectProvider<CertificateListener> listeners) {
		this.registry = registry;
		this.properties = properties;
		this.dependencies = dependencies;
		this.listeners = listeners;
	}

	@Override
	public void afterPropertiesSet() {
		register("http", this.dependencies.http(this.properties.getHttp()));
		register("tcp", this.dependencies.tcp(this.properties.getTcp()));
		Map<String, CertificateHealthIndicator> certificates = this.dependencies
			.certificates(this.properties.getCertificate());
		register("certificate", certificates);
		this.listeners.forEach((listener) -> certificates.forEach(listener::added));
	}

	private void register(String name, Map<String, ? extends HealthIndicator> indicators) {
		// A contributor of the application with this name wins.
		if (!indicators.isEmpty() && this.registry.getContributor(name) == null) {
			this.registry.registerContributor(name, CompositeHealthContributor.fromMap(indicators));
		}
	}

}
