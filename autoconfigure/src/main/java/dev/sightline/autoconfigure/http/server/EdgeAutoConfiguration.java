package dev.sightline.autoconfigure.http.server;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.apache.catalina.Valve;
import org.apache.catalina.startup.Tomcat;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.web.filter.ServerHttpObservationFilter;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for what stands at the edge of a server: the ids of requests, the
 * headers of answers and the sizes of both.
 */
@AutoConfiguration
@ConditionalOnClass({ ObservationRegistry.class, MeterRegistry.class })
@ConditionalOnEnabledSignal(Signal.HTTP)
@EnableConfigurationProperties(HttpProperties.class)
public final class EdgeAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class ServletContainers {

		@Bean
		FilterRegistrationBean<EdgeFilter> sightlineEdgeFilter(HttpProperties properties) {
			FilterRegistrationBean<EdgeFilter> registration = new FilterRegistrationBean<>(
					new EdgeFilter(EdgeSettings.of(properties)));
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ FilterRegistrationBean.class, Tomcat.class, TomcatServletWebServerFactory.class,
			ServerHttpObservationFilter.class })
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class TomcatServers {

		@Bean
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> sightlineTomcatCustomizer(HttpProperties properties,
				ObjectProvider<MeterRegistry> registry, FilterRegistrationBean<EdgeFilter> sightlineEdgeFilter) {
			EdgeSettings settings = EdgeSettings.of(properties);
			ResponseTime responseTime = settings.responseTime();
			return (factory) -> {
				// The valve does all that the filter does.
				sightlineEdgeFilter.setEnabled(false);
				List<Valve> valves = new ArrayList<>(List.of(new RequestValve(settings)));
				valves.addAll(factory.getEngineValves());
				factory.setEngineValves(valves);
				factory.addContextValves(new BodySizeValve(new BodySizes(registry)));
				if (responseTime.isWanted() && TomcatWebServerFactory.DEFAULT_PROTOCOL.equals(factory.getProtocol())) {
					factory.setProtocol(TimedHttp11NioProtocol.class.getName());
					factory.addProtocolHandlerCustomizers(
							(TimedHttp11NioProtocol protocol) -> protocol.setResponseTime(responseTime));
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HttpHandler.class, ThreadLocalAccessor.class })
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class ReactiveServers {

		/**
		 * The first decorator is the outermost.
		 */
		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		HttpHandlerDecoratorFactory sightlineEdgeHandlerFactory(HttpProperties properties, Environment environment) {
			EdgeSettings settings = EdgeSettings.of(properties);
			ExcludedPaths excludedPaths = ExcludedPaths.of(properties, environment);
			return (handler) -> new EdgeHttpHandler(handler, settings, excludedPaths);
		}

	}

}
