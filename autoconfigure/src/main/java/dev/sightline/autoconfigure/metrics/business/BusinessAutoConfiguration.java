package dev.sightline.autoconfigure.metrics.business;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.WebFilter;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for active users and for the length of queues.
 */
@AutoConfiguration
@ConditionalOnClass({ MeterRegistry.class, MetricsAutoConfiguration.class })
@ConditionalOnEnabledSignal(Signal.METRICS)
@EnableConfigurationProperties(BusinessProperties.class)
public final class BusinessAutoConfiguration {

	/**
	 * After the filter of Spring Security, whose order is -100.
	 */
	private static final int BEHIND_SECURITY = -80;

	@Bean
	QueueMeters sightlineQueueMeters(ListableBeanFactory beans, BusinessProperties properties) {
		return new QueueMeters(beans, properties.getQueues());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("sightline.metrics.business.active-users.enabled")
	@ConditionalOnWebApplication
	static class Users {

		@Bean
		ActiveUsers sightlineActiveUsers(BusinessProperties properties) {
			return new ActiveUsers(properties.getActiveUsers().getWindow());
		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
		@ConditionalOnWebApplication(type = Type.SERVLET)
		static class ServletApplications {

			@Bean
			FilterRegistrationBean<ServletUserFilter> sightlineActiveUserFilter(ActiveUsers users) {
				FilterRegistrationBean<ServletUserFilter> registration = new FilterRegistrationBean<>(
						new ServletUserFilter(users));
				registration.setOrder(BEHIND_SECURITY);
				return registration;
			}

		}

		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ DispatcherHandler.class, Mono.class })
		@ConditionalOnWebApplication(type = Type.REACTIVE)
		static class ReactiveApplications {

			@Bean
			@Order(BEHIND_SECURITY)
			WebFilter sightlineActiveUserFilter(ActiveUsers users) {
				return (exchange, chain) -> exchange.getPrincipal()
					.doOnNext((user) -> users.seen(() -> user))
					.onErrorResume((ex) -> {
						users.failed(ex);
						return Mono.empty();
					})
					.then(Mono.defer(() -> chain.filter(exchange)));
			}

		}

	}

}
