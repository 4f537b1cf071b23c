package dev.sightline.autoconfigure.health.dependency;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.health.HealthCheckAutoConfiguration;
import dev.sightline.autoconfigure.health.HealthProperties;

/**
 * Auto-configuration for checks of what is named in properties: HTTP servers, TCP ports
 * and certificates.
 */
@AutoConfiguration(after = HealthCheckAutoConfiguration.class)
@ConditionalOnClass(HealthContributorRegistry.class)
@ConditionalOnBean({ HealthContributorRegistry.class, HealthProperties.class })
@ConditionalOnEnabledSignal(Signal.HEALTH)
@EnableConfigurationProperties(DependencyProperties.class)
public final class DependencyAutoConfiguration {

	@Bean
	InitializingBean sightlineHealthDependencies(HealthContributorRegistry registry, DependencyProperties properties,
			HealthProperties health, ObjectProvider<SslBundles> bundles,
			ObjectProvider<CertificateListener> listeners) {
		return new DependencyRegistrar(registry, properties, new Dependencies(health, bundles), listeners);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class Metrics {

		@Bean
		CertificateGauges sightlineCertificateGauges(ObjectProvider<MeterRegistry> registry) {
			return new CertificateGauges(registry);
		}

	}

}
