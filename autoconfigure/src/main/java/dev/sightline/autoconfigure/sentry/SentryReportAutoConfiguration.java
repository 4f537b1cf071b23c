package dev.sightline.autoconfigure.sentry;

import java.util.List;

import ch.qos.logback.classic.LoggerContext;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.sentry.IScopes;
import io.sentry.Sentry;
import io.sentry.SentryOptions;
import io.sentry.logback.SentryAppender;
import io.sentry.spring.boot4.SentryAutoConfiguration;
import io.sentry.spring.boot4.SentryProperties;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.web.server.WebExceptionHandler;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.export.ExportMeters;
import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Auto-configuration for events that are linked, redacted and bounded.
 */
@AutoConfiguration(after = SentryAutoConfiguration.class)
@ConditionalOnClass({ SentryAutoConfiguration.class, IScopes.class, ObservationRegistry.class })
@ConditionalOnEnabledSignal(Signal.SENTRY)
@ConditionalOnBean(SentryProperties.class)
@EnableConfigurationProperties(SentryReportProperties.class)
public final class SentryReportAutoConfiguration {

	@Bean
	static PerRequestWorkRemover sightlineSentryPerRequestWorkRemover(Environment environment) {
		SentryDsn.check(environment);
		return new PerRequestWorkRemover();
	}

	@Bean
	EventFlush sightlineSentryEventFlush(SentryProperties properties, SentryReports reports) {
		return new EventFlush(properties, reports.counts());
	}

	@Bean
	SentryReports sightlineSentryReports(SentryReportProperties properties) {
		return new SentryReports(new ExpectedExceptions(properties.getExpected()));
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	Sentry.OptionsConfiguration<SentryOptions> sightlineSentryOptions(SentryReportProperties properties,
			SentryReports reports, ObjectProvider<ObservationRegistry> registry, Environment environment,
			BeanFactory beans) {
		return new ReportOptions(properties, reports, new Observations(registry), Redactor.of(environment), beans);
	}

	@Bean
	RequestTrails sightlineSentryRequestTrails(SentryReports reports, ObjectProvider<ObservationRegistry> registry) {
		return new RequestTrails(reports, new Observations(registry));
	}

	@Bean
	ReportHandler sightlineSentryReportHandler(SentryReports reports) {
		return new ReportHandler(reports);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(WebExceptionHandler.class)
	static class Reactive {

		@Bean
		ReactiveReporter sightlineSentryReactiveReporter(SentryReports reports) {
			return new ReactiveReporter(reports);
		}

	}

	/**
	 * In the place of Sentry's own, and on under the same conditions.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ LoggerContext.class, SentryAppender.class })
	@ConditionalOnBooleanProperty(name = "sentry.logging.enabled", matchIfMissing = true)
	static class Logs {

		@Bean
		LogReports sightlineSentryLogReports(SentryProperties properties, SentryReports reports,
				ObjectProvider<ObservationRegistry> registry) {
			return new LogReports(properties.getLogging(), new ReportAppender(reports, new Observations(registry)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthContributors.class)
	static class Changes {

		@Bean
		HealthChanges sightlineSentryHealthChanges(SentryReports reports) {
			return new HealthChanges(reports);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(OtlpHttpSpanExporter.class)
	@ConditionalOnBooleanProperty("sightline.sentry.traces")
	static class Traces {

		/**
		 * Its type is that of all exporters, lest Spring Boot's stands back.
		 */
		@Bean
		SpanExporter sightlineSentrySpanExporter(Environment environment) {
			return SentrySpans.exporter(environment);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class Metrics {

		@Bean
		MeterBinder sightlineSentryMetrics(SentryReports reports) {
			return new ExportMeters(List.of(reports.counts()));
		}

	}

}
