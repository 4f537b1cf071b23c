package dev.sightline.autoconfigure.health.web;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.Filter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.DispatcherServlet;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.health.HealthCheckAutoConfiguration;
import dev.sightline.autoconfigure.health.HealthProperties;
import dev.sightline.autoconfigure.health.HealthReports;

/**
 * Auto-configuration for {@code /health} and the paths below it on the main port. Those
 * that tell nothing but the status are answered by a filter in front of everything else:
 * a probe is neither authenticated nor observed, and no security filter chain has to know
 * of it. The others are answered behind Spring Security.
 */
@AutoConfiguration(after = HealthCheckAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration")
@ConditionalOnBean(HealthReports.class)
@ConditionalOnEnabledSignal(Signal.HEALTH)
public final class ProbeAutoConfiguration {

	/**
	 * After the filter of Spring Security, whose order is -100.
	 */
	private static final int BEHIND_SECURITY = -90;

	@Bean
	@ConditionalOnWebApplication
	ProbeAnswers sightlineProbeAnswers(HealthProperties properties, HealthReports reports, Environment environment,
			ObjectProvider<HealthSeries> series) {
		return new ProbeAnswers(ProbePaths.below(properties.getBasePath()), reports, Access.of(properties, environment),
				series.getIfAvailable());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(PrometheusMeterRegistry.class)
	@ConditionalOnSingleCandidate(PrometheusMeterRegistry.class)
	@ConditionalOnWebApplication
	static class Series {

		@Bean
		HealthSeries sightlineHealthSeries(PrometheusMeterRegistry registry) {
			return new PrometheusHealthSeries(registry);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class, DispatcherServlet.class })
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class ServletApplications {

		@Bean
		FilterRegistrationBean<ServletProbeFilter> sightlineProbeFilter(ProbeAnswers answers,
				ObjectProvider<org.springframework.web.servlet.HandlerMapping> handlerMappings,
				@Value("${spring.mvc.servlet.path:/}") String servletPath) {
			return filter(answers, handlerMappings, servletPath, Ordered.HIGHEST_PRECEDENCE, true);
		}

		@Bean
		FilterRegistrationBean<ServletProbeFilter> sightlineGuardedProbeFilter(ProbeAnswers answers,
				ObjectProvider<org.springframework.web.servlet.HandlerMapping> handlerMappings,
				@Value("${spring.mvc.servlet.path:/}") String servletPath) {
			return filter(answers, handlerMappings, servletPath, BEHIND_SECURITY, false);
		}

		private static FilterRegistrationBean<ServletProbeFilter> filter(ProbeAnswers answers,
				ObjectProvider<org.springframework.web.servlet.HandlerMapping> handlerMappings, String servletPath,
				int order, boolean front) {
			String prefix = StringUtils.trimTrailingCharacter(servletPath, '/');
			FilterRegistrationBean<ServletProbeFilter> registration = new FilterRegistrationBean<>(
					new ServletProbeFilter(answers, handlerMappings, prefix, front));
			registration.setName(front ? "sightlineProbeFilter" : "sightlineGuardedProbeFilter");
			registration.setUrlPatterns(answers.paths().all().stream().map(prefix::concat).toList());
			registration.setOrder(order);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ DispatcherHandler.class, AbstractUrlHandlerMapping.class })
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class ReactiveApplications {

		@Bean
		ReactiveProbes sightlineReactiveProbes(ProbeAnswers answers,
				ObjectProvider<org.springframework.web.reactive.HandlerMapping> handlerMappings) {
			return new ReactiveProbes(answers, handlerMappings);
		}

		/**
		 * Only the edge, which gives requests their ids, stands around it.
		 */
		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE + 1)
		HttpHandlerDecoratorFactory sightlineProbeHandlerFactory(ReactiveProbes probes) {
			return (handler) -> new ReactiveProbeHandler(handler, probes);
		}

		@Bean
		WebFilter sightlineGuardedProbeFilter(ReactiveProbes probes) {
			return new ReactiveProbeFilter(probes, BEHIND_SECURITY);
		}

	}

}
