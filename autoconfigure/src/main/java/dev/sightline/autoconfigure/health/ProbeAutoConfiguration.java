package dev.sightline.autoconfigure.health;

import jakarta.servlet.Filter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointWebExtension;
import org.springframework.boot.health.actuate.endpoint.ReactiveHealthEndpointWebExtension;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.DispatcherServlet;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for {@code /health}, {@code /health/ready} and {@code /health/live}
 * on the main port. They are answered by a filter in front of everything else: a probe is
 * neither authenticated nor observed, and no security filter chain has to know of it.
 */
@AutoConfiguration(after = HealthEndpointAutoConfiguration.class)
@ConditionalOnClass(HealthEndpointWebExtension.class)
@ConditionalOnEnabledSignal(Signal.HEALTH)
public final class ProbeAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class, DispatcherServlet.class })
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnBean(HealthEndpointWebExtension.class)
	static class ServletProbes {

		@Bean
		FilterRegistrationBean<ServletProbeFilter> sightlineProbeFilter(
				ObjectProvider<HealthEndpointWebExtension> health,
				ObjectProvider<org.springframework.web.servlet.HandlerMapping> handlerMappings,
				@Value("${spring.mvc.servlet.path:/}") String servletPath) {
			String prefix = StringUtils.trimTrailingCharacter(servletPath, '/');
			FilterRegistrationBean<ServletProbeFilter> registration = new FilterRegistrationBean<>(
					new ServletProbeFilter(health, handlerMappings, prefix));
			registration.setUrlPatterns(Probe.PATHS.stream().map(prefix::concat).toList());
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ DispatcherHandler.class, AbstractUrlHandlerMapping.class })
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnBean(ReactiveHealthEndpointWebExtension.class)
	static class ReactiveProbes {

		@Bean
		WebFilter sightlineProbeFilter(ObjectProvider<ReactiveHealthEndpointWebExtension> health,
				ObjectProvider<org.springframework.web.reactive.HandlerMapping> handlerMappings) {
			return new ReactiveProbeFilter(health, handlerMappings);
		}

	}

}
