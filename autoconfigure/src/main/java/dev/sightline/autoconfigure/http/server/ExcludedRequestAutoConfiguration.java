package dev.sightline.autoconfigure.http.server;

import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.util.pattern.PathPattern;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for requests that are not observed.
 */
@AutoConfiguration
@ConditionalOnClass({ ObservationRegistry.class, PathPattern.class })
@ConditionalOnEnabledSignal(Signal.HTTP)
@EnableConfigurationProperties(HttpProperties.class)
public final class ExcludedRequestAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class ServletRequests {

		@Bean
		FilterRegistrationBean<ExcludedRequestFilter> sightlineExcludedRequestFilter(HttpProperties properties,
				Environment environment) {
			ExcludedPaths paths = ExcludedPaths.of(properties, environment);
			FilterRegistrationBean<ExcludedRequestFilter> registration = new FilterRegistrationBean<>(
					new ExcludedRequestFilter((request) -> isExcluded(request, paths)));
			// Before anything that makes an observation.
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
			return registration;
		}

		@Bean
		ObservationPredicate sightlineExcludedRequestPredicate() {
			return ExcludedScope::isObserved;
		}

		private static boolean isExcluded(HttpServletRequest request, ExcludedPaths paths) {
			return paths.matches(request.getRequestURI(), request.getContextPath().length());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ServerHttpRequest.class, ServerRequestObservationContext.class })
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class ReactiveRequests {

		@Bean
		ObservationPredicate sightlineExcludedRequestPredicate(HttpProperties properties, Environment environment) {
			ExcludedPaths paths = ExcludedPaths.of(properties, environment);
			return (name, context) -> ExcludedScope.isObserved(name, context)
					&& !(context instanceof ServerRequestObservationContext request && isExcluded(request, paths));
		}

		/**
		 * The observation of the request itself begins before the context is restored.
		 * One whose answer is counted was looked at already, at the edge.
		 */
		private static boolean isExcluded(ServerRequestObservationContext request, ExcludedPaths paths) {
			return request.getCarrier() != null && !(request.getResponse() instanceof CountingResponse)
					&& paths.matches(request.getCarrier().getPath().pathWithinApplication());
		}

	}

}
