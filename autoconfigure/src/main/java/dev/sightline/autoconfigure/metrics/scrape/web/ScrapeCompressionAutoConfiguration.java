package dev.sightline.autoconfigure.metrics.scrape.web;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.DispatcherServlet;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for scrapes that are compressed, as Prometheus asks for them.
 */
@AutoConfiguration
@ConditionalOnClass(PrometheusScrapeEndpoint.class)
@ConditionalOnEnabledSignal(Signal.METRICS)
public final class ScrapeCompressionAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherServlet.class)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class ServletApplications {

		@Bean
		ServletScrapeCompression sightlineScrapeCompression() {
			return new ServletScrapeCompression();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherHandler.class)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class ReactiveApplications {

		@Bean
		WebFilter sightlineScrapeCompression(
				@Value("${management.endpoints.web.path-mapping.prometheus:prometheus}") String name) {
			return new ReactiveScrapeCompression(name, ScrapePathAutoConfiguration.BEHIND_SECURITY);
		}

	}

}
