package dev.sightline.autoconfigure.http.server;

import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingFilterBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.web.filter.ServerHttpObservationFilter;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the filter that observes requests in place of Spring Boot's:
 * same names, same order, less garbage. A filter of the user beats both.
 */
@AutoConfiguration(before = WebMvcObservationAutoConfiguration.class, after = ObservationAutoConfiguration.class)
@ConditionalOnClass({ WebMvcObservationAutoConfiguration.class, ServerHttpObservationFilter.class,
		ObservationRegistry.class, ObservationProperties.class })
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnEnabledSignal(Signal.HTTP)
@EnableConfigurationProperties(ObservationProperties.class)
public final class ServerRequestAutoConfiguration {

	@Bean
	@ConditionalOnMissingFilterBean(ServerHttpObservationFilter.class)
	FilterRegistrationBean<ServerHttpObservationFilter> sightlineServerRequestFilter(ObservationRegistry registry,
			ObjectProvider<ServerRequestObservationConvention> convention, ObservationProperties properties) {
		String name = properties.getHttp().getServer().getRequests().getName();
		FilterRegistrationBean<ServerHttpObservationFilter> registration = new FilterRegistrationBean<>(
				new ServerRequestFilter(registry,
						convention.getIfAvailable(() -> new CachedServerRequestConvention(name))));
		// As Spring Boot's own filter has it.
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
		return registration;
	}

}
