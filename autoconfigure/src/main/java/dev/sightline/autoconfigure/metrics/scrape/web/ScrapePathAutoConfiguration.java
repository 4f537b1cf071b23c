package dev.sightline.autoconfigure.metrics.scrape.web;

import jakarta.servlet.Filter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.DispatcherServlet;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for a second path of the scrape.
 */
@AutoConfiguration
@ConditionalOnClass(PrometheusScrapeEndpoint.class)
@ConditionalOnEnabledSignal(Signal.METRICS)
@Conditional(OnScrapePathCondition.class)
public final class ScrapePathAutoConfiguration {

	/**
	 * After the filter of Spring Security, whose order is -100.
	 */
	static final int BEHIND_SECURITY = -90;

	@Bean
	@ConditionalOnWebApplication
	ScrapePath sightlineScrapePath(@Value("${sightline.metrics.path}") String path,
			ObjectProvider<PrometheusScrapeEndpoint> endpoint) {
		return new ScrapePath(path, endpoint);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class, DispatcherServlet.class })
	@ConditionalOnWebApplication(type = Type.SERVLET)
	static class ServletApplications {

		@Bean
		FilterRegistrationBean<ServletScrapeFilter> sightlineScrapeFilter(ScrapePath path,
				@Value("${spring.mvc.servlet.path:/}") String servletPath) {
			FilterRegistrationBean<ServletScrapeFilter> registration = new FilterRegistrationBean<>(
					new ServletScrapeFilter(path));
			// The server passes nothing to a filter where no servlet is.
			registration.addUrlPatterns(StringUtils.trimTrailingCharacter(servletPath, '/') + path.path());
			registration.setOrder(BEHIND_SECURITY);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DispatcherHandler.class)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class ReactiveApplications {

		@Bean
		WebFilter sightlineScrapeFilter(ScrapePath path) {
			return new ReactiveScrapeFilter(path, BEHIND_SECURITY);
		}

	}

}
