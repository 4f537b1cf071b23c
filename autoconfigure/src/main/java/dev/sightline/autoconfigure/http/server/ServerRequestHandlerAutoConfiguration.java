package dev.sightline.autoconfigure.http.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.util.ClassUtils;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.spans.Spans;

/**
 * Auto-configuration for what is told of a request besides its timer.
 */
@AutoConfiguration
@ConditionalOnClass({ ObservationRegistry.class, MeterRegistry.class, ServerRequestObservationContext.class })
@ConditionalOnEnabledSignal(Signal.HTTP)
@EnableConfigurationProperties(HttpProperties.class)
public final class ServerRequestHandlerAutoConfiguration {

	private static final String WEB_MVC = "org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter";

	@Bean
	SlowRequests sightlineSlowRequests(HttpProperties properties, ObjectProvider<MeterRegistry> registry,
			BeanFactory beans) {
		return new SlowRequests(properties.getSlowThreshold(), registry, Spans.of(beans));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HttpServletRequest.class)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class ServletRequests {

		@Bean
		ServletRequestHandler sightlineServerRequestHandler(ObjectProvider<MeterRegistry> registry,
				SlowRequests slowRequests, BeanFactory beans, HttpProperties properties) {
			boolean webMvc = ClassUtils.isPresent(WEB_MVC, getClass().getClassLoader());
			return new ServletRequestHandler(registry, slowRequests, Spans.of(beans), properties,
					webMvc ? new StreamingHandlers() : (request) -> false);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class ReactiveRequests {

		@Bean
		ReactiveRequestHandler sightlineServerRequestHandler(ObjectProvider<MeterRegistry> registry,
				SlowRequests slowRequests, BeanFactory beans, HttpProperties properties) {
			return new ReactiveRequestHandler(registry, slowRequests, Spans.of(beans), properties);
		}

	}

}
