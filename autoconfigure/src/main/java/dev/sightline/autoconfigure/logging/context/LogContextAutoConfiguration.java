package dev.sightline.autoconfigure.logging.context;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.session.WebSessionManager;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.logging.LoggingProperties;

/**
 * Auto-configuration for what log lines say of who sent a request.
 */
@AutoConfiguration
@ConditionalOnClass(Observation.class)
@ConditionalOnEnabledSignal(Signal.LOGGING)
@Conditional(OnRequestFieldsCondition.class)
@EnableConfigurationProperties(LoggingProperties.class)
public final class LogContextAutoConfiguration {

	private static final String SECURITY_ORDER = "spring.security.filter.order";

	/**
	 * Where the filters of Spring Security are, on a servlet container by default and on
	 * WebFlux always.
	 */
	private static final int SECURITY = -100;

	@Bean
	RequestFields sightlineRequestFields(LoggingProperties properties) {
		return new RequestFields(properties.getContext());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class Servlet {

		@Bean
		FilterRegistrationBean<ServletRequestFieldsFilter> sightlineRequestFieldsFilter(RequestFields fields,
				Environment environment) {
			FilterRegistrationBean<ServletRequestFieldsFilter> registration = new FilterRegistrationBean<>(
					new ServletRequestFieldsFilter(fields));
			registration.setOrder(environment.getProperty(SECURITY_ORDER, Integer.class, SECURITY) + 1);
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebFilter.class, ThreadLocalAccessor.class })
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class Reactive {

		@Bean
		ReactiveRequestFieldsFilter sightlineRequestFieldsFilter(RequestFields fields,
				ObjectProvider<WebSessionManager> sessions) {
			return new ReactiveRequestFieldsFilter(fields, sessions, SECURITY + 1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ThreadLocalAccessor.class)
	static class Threads {

		/**
		 * Only whoever asks for the fields pays for carrying them.
		 */
		@Bean
		DisposableBean sightlineRequestFieldsAccessor() {
			ContextRegistry.getInstance().registerThreadLocalAccessor(new RequestFieldsThreadLocalAccessor());
			return () -> ContextRegistry.getInstance().removeThreadLocalAccessor(RequestFieldsThreadLocalAccessor.KEY);
		}

	}

}
