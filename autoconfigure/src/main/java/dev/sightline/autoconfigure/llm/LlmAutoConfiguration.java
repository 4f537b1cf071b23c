package dev.sightline.autoconfigure.llm;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.redaction.Redactor;
import dev.sightline.autoconfigure.spans.Spans;

/**
 * Auto-configuration for calls of models: what all libraries share.
 */
@AutoConfiguration(
		afterName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
		beforeName = "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration")
@ConditionalOnClass({ MeterRegistry.class, ObservationRegistry.class, ObservationAutoConfiguration.class })
@ConditionalOnEnabledSignal(Signal.LLM)
@EnableConfigurationProperties(LlmProperties.class)
public final class LlmAutoConfiguration {

	@Bean
	ModelNames sightlineModelNames() {
		return new ModelNames();
	}

	@Bean
	ModelCallSources sightlineModelCallSources(ObjectProvider<ModelCallSource> sources) {
		return new ModelCallSources(sources);
	}

	@Bean
	ModelCallHandler sightlineModelCallHandler(ModelCallSources sources, ObjectProvider<ModelCallListener> listeners,
			ObjectProvider<ContentAttributes> content, LlmProperties properties, BeanFactory beans) {
		return new ModelCallHandler(sources, listeners, content, new TokenEstimate(properties.isEstimateTokens()),
				Spans.of(beans));
	}

	@Bean
	@Order(ModelCallListener.COST_ORDER + 100)
	ModelCallMeters sightlineModelCallMeters(ObjectProvider<MeterRegistry> registry, ModelNames models,
			LlmProperties properties) {
		return new ModelCallMeters(registry, models, properties);
	}

	@Bean
	@Order(ModelCallListener.COST_ORDER + 100)
	ActiveCalls sightlineActiveModelCalls(ObjectProvider<MeterRegistry> registry, ModelNames models) {
		return new ActiveCalls(registry, models);
	}

	@Bean
	@Order(ModelCallListener.COST_ORDER + 100)
	Fallbacks sightlineModelFallbacks(ObjectProvider<MeterRegistry> registry, ModelNames models) {
		return new Fallbacks(registry, models);
	}

	@Bean
	@ConditionalOnBooleanProperty(prefix = LlmProperties.PREFIX, name = "include-content")
	ContentAttributes sightlineModelContent(Environment environment, LlmProperties properties) {
		return new ContentAttributes(Redactor.of(environment), properties.getMaxContentLength());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty(prefix = LlmProperties.PREFIX, name = "library-meters", havingValue = false,
			matchIfMissing = true)
	static class OwnMeters {

		@Bean
		LibraryMeterFilter sightlineLibraryMeterFilter() {
			return new LibraryMeterFilter();
		}

		@Bean
		LibraryMeterHandlerGroup sightlineLibraryMeterHandlerGroup() {
			return new LibraryMeterHandlerGroup();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tracer.class, TracingObservationHandler.class, MicrometerTracingAutoConfiguration.class })
	static class Tracing {

		@Bean
		@ConditionalOnBean(Tracer.class)
		@Order(MicrometerTracingAutoConfiguration.SENDER_TRACING_OBSERVATION_HANDLER_ORDER)
		ModelTracingObservationHandler sightlineModelTracingObservationHandler(Tracer tracer,
				ModelCallSources sources) {
			return new ModelTracingObservationHandler(tracer, sources);
		}

	}

}
