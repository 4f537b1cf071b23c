package dev.sightline.autoconfigure.tracing.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.exporter.SpanReporter;
import io.micrometer.tracing.otel.bridge.CompositeSpanExporter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanProcessors;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpGrpcSpanExporterBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpHttpSpanExporterBuilderCustomizer;
import org.springframework.boot.opentelemetry.autoconfigure.ConditionalOnEnabledOpenTelemetry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.export.ExportMeters;
import dev.sightline.autoconfigure.export.ShutdownProperties;
import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Auto-configuration for the way of spans out of the process, with Spring Boot's
 * exporters and settings. Spring Boot has one queue for all exporters, so that one that
 * hangs holds up the others, and does not tell what it drops.
 */
@AutoConfiguration(before = OpenTelemetryTracingAutoConfiguration.class)
@ConditionalOnClass({ BatchSpanProcessor.class, CompositeSpanExporter.class,
		OpenTelemetryTracingAutoConfiguration.class })
@ConditionalOnEnabledSignal(Signal.TRACING)
@ConditionalOnEnabledOpenTelemetry
@EnableConfigurationProperties({ OpenTelemetryTracingProperties.class, ReceiversProperties.class,
		ShutdownProperties.class })
public final class SpanExportAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean({ BatchSpanProcessor.class, SpanProcessors.class })
	SpanQueues sightlineSpanQueues(OpenTelemetryTracingProperties properties, ShutdownProperties shutdown,
			ObjectProvider<SpanExporters> exporters, ObjectProvider<SpanExportingPredicate> predicates,
			ObjectProvider<SpanReporter> reporters, ObjectProvider<SpanFilter> filters,
			ObjectProvider<Redactor> redactor, ObjectProvider<Receivers> receivers, Environment environment) {
		return new SpanQueueFactory(predicates.orderedStream().toList(), reporters.orderedStream().toList(),
				filters.orderedStream().toList(), redactor.getIfAvailable(() -> Redactor.of(environment)),
				SpanQueueSettings.of(properties.getExport(), shutdown.getShutdownTimeout()))
			.create(exporters.getIfAvailable(() -> SpanExporters.of()).list(),
					further(receivers.getIfAvailable(), environment));
	}

	private static Map<String, SpanExporter> further(@Nullable Receivers receivers, Environment environment) {
		// A blank endpoint is that of the first receiver alone, which is off then.
		String endpoint = environment.getProperty("management.opentelemetry.tracing.export.otlp.endpoint");
		boolean on = (endpoint != null && !StringUtils.hasText(endpoint))
				? environment.getProperty("management.tracing.export.enabled", Boolean.class, true)
				: OtlpTarget.isEnabled(environment);
		return (receivers != null && on) ? receivers.exporters() : Map.of();
	}

	/**
	 * Spring Boot would make one, with a thread that has nothing to do.
	 */
	@Bean
	@Lazy
	@ConditionalOnBean(SpanQueues.class)
	BatchSpanProcessor otelSpanProcessor(ObjectProvider<SpanExporters> exporters) {
		return BatchSpanProcessor
			.builder(SpanExporter.composite(exporters.getIfAvailable(() -> SpanExporters.of()).list()))
			.build();
	}

	@Bean
	@ConditionalOnMissingBean(SpanQueues.class)
	UnusedReceivers sightlineUnusedReceivers(ReceiversProperties properties) {
		return new UnusedReceivers(properties);
	}

	@Bean
	@ConditionalOnMissingBean(SpanProcessors.class)
	UserProcessors sightlineUserProcessors(ObjectProvider<SpanProcessor> processors, ObjectProvider<SpanQueues> queues,
			ShutdownProperties shutdown) {
		boolean ours = queues.getIfAvailable() != null;
		return new UserProcessors(
				processors.orderedStream((type) -> !ours || type != BatchSpanProcessor.class).toList(),
				shutdown.getShutdownTimeout());
	}

	@Bean
	static SpanProcessorDestruction sightlineSpanProcessorDestruction() {
		return new SpanProcessorDestruction();
	}

	@Bean(SpanProcessorDestruction.OWNER)
	@ConditionalOnMissingBean
	SpanProcessors sightlineSpanProcessors(UserProcessors processors, ObjectProvider<SpanQueues> queues) {
		List<SpanProcessor> all = new ArrayList<>(processors.all());
		queues.ifAvailable((ours) -> all.addAll(ours.processors()));
		return SpanProcessors.of(all);
	}

	/**
	 * What an exporter does to send spans makes no spans, since each would be sent.
	 */
	@Bean
	@ConditionalOnBean(SpanQueues.class)
	ObservationPredicate sightlineSpanExportPredicate() {
		return (name, context) -> !SpanExportThread.isCurrent();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ OtlpHttpSpanExporter.class, HttpSenderProvider.class })
	static class Otlp {

		private final OtlpCustomizers customizers;

		Otlp(ResourceLoader resourceLoader) {
			ClassLoader loader = resourceLoader.getClassLoader();
			this.customizers = new OtlpCustomizers(
					new SenderLoader((loader != null) ? loader : getClass().getClassLoader()));
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		OtlpHttpSpanExporterBuilderCustomizer sightlineOtlpHttpSpanExporterCustomizer() {
			return this.customizers.http();
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		OtlpGrpcSpanExporterBuilderCustomizer sightlineOtlpGrpcSpanExporterCustomizer() {
			return this.customizers.grpc();
		}

		@Bean
		Receivers sightlineSpanReceivers(ReceiversProperties properties, ObjectProvider<SslBundles> sslBundles,
				ObjectProvider<MeterProvider> meterProvider) {
			return new Receivers(properties, this.customizers, sslBundles, meterProvider);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class Metrics {

		@Bean
		MeterBinder sightlineSpanExportMetrics(ObjectProvider<SpanQueues> queues) {
			return (registry) -> queues.ifAvailable((all) -> new ExportMeters(all.counts()).bindTo(registry));
		}

	}

}
