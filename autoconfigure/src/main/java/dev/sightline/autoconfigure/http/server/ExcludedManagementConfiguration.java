package dev.sightline.autoconfigure.http.server;

import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.Filter;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Configuration of a management port of its own: Spring Security, which makes
 * observations, guards it too.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnClass({ ObservationRegistry.class, Filter.class, FilterRegistrationBean.class })
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnEnabledSignal(Signal.HTTP)
class ExcludedManagementConfiguration {

	@Bean
	FilterRegistrationBean<ExcludedRequestFilter> sightlineExcludedRequestFilter(HttpProperties properties) {
		boolean excluded = properties.getExclude() == null;
		FilterRegistrationBean<ExcludedRequestFilter> registration = new FilterRegistrationBean<>(
				new ExcludedRequestFilter((request) -> excluded));
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

}
