package dev.sightline.autoconfigure.http;

import io.micrometer.context.ThreadLocalAccessor;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.server.WebFilter;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the ids of requests.
 */
@AutoConfiguration
@ConditionalOnEnabledSignal(Signal.HTTP)
@ConditionalOnBooleanProperty(name = "sightline.http.request-id.enabled", matchIfMissing = true)
public final class RequestIdAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class ServletRequests {

		@Bean
		FilterRegistrationBean<RequestIdFilter> sightlineRequestIdFilter() {
			FilterRegistrationBean<RequestIdFilter> registration = new FilterRegistrationBean<>(new RequestIdFilter());
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebFilter.class, ThreadLocalAccessor.class })
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class ReactiveRequests {

		@Bean
		RequestIdWebFilter sightlineRequestIdFilter() {
			return new RequestIdWebFilter();
		}

	}

}
