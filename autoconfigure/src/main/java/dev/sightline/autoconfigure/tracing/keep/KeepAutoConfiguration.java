package dev.sightline.autoconfigure.tracing.keep;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.tracing.export.SpanExportAutoConfiguration;
import dev.sightline.autoconfigure.tracing.export.SpanQueues;
import dev.sightline.autoconfigure.tracing.keep.KeepProperties.Errors;
import dev.sightline.autoconfigure.tracing.propagation.BaggageTags;
import dev.sightline.autoconfigure.tracing.propagation.CallerFinder;

/**
 * Auto-configuration for traces that are kept though the sampler did not want them.
 */
@AutoConfiguration(after = SpanExportAutoConfiguration.class, before = OpenTelemetryTracingAutoConfiguration.class)
@ConditionalOnClass({ OtelTracer.class, OpenTelemetryTracingAutoConfiguration.class })
@ConditionalOnEnabledSignal(Signal.TRACING)
@ConditionalOnBean(SpanQueues.class)
@EnableConfigurationProperties(KeepProperties.class)
public final class KeepAutoConfiguration {

	private static final String LIMIT = "management.opentelemetry.tracing.limits.max-attribute-value-length";

	@Bean
	KeepRules sightlineKeepRules(KeepProperties properties) {
		return new KeepRules(properties);
	}

	@Bean
	KeptSpanFactory sightlineKeptSpanFactory(ObjectProvider<Resource> resource, Environment environment) {
		return new KeptSpanFactory(resource, environment.getProperty(LIMIT, Integer.class, Integer.MAX_VALUE));
	}

	/**
	 * Of those in no group it stops last, when all others have told what they know.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	KeepHandler sightlineKeepHandler(KeepProperties properties, KeepRules rules, ObjectProvider<SpanQueues> queues,
			KeptSpanFactory spans, ObjectProvider<CallerFinder> callers, ObjectProvider<BaggageTags> baggage) {
		return new KeepHandler(rules, isRootWanted(properties, rules), queues, spans, callers, baggage);
	}

	@Bean
	KeptRoots sightlineKeptRoots(KeepProperties properties, KeepRules rules, ObjectProvider<SpanQueues> queues,
			KeptSpanFactory spans) {
		return new KeptRoots(rules, isRootWanted(properties, rules), queues, spans);
	}

	private static boolean isRootWanted(KeepProperties properties, KeepRules rules) {
		return properties.getErrors() != Errors.WHOLE && rules.isAny();
	}

	@Bean
	@ConditionalOnProperty(KeepProperties.PREFIX + ".debug-token")
	DebugHeader sightlineDebugHeader(KeepProperties properties) {
		String token = properties.getDebugToken();
		return new DebugHeader((token != null) ? token : "");
	}

	/**
	 * A sampler that the user gives to the builder comes later, and wins.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	SdkTracerProviderBuilderCustomizer sightlineKeepSampler(KeepProperties properties,
			ObjectProvider<Sampler> sampler) {
		boolean whole = properties.getErrors() == Errors.WHOLE;
		return (builder) -> {
			if (whole || StringUtils.hasText(properties.getDebugToken())) {
				builder.setSampler(new KeepSampler(sampler.getObject(), whole));
			}
		};
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = KeepProperties.PREFIX + ".errors", havingValue = "whole")
	static class Whole {

		@Bean
		RecordedSpanProcessor sightlineRecordedSpanProcessor(KeepProperties properties, KeepRules rules,
				SpanQueues queues) {
			return new RecordedSpanProcessor(rules, queues, properties.getBufferSpans());
		}

		@Bean
		@ConditionalOnClass(MeterBinder.class)
		MeterBinder sightlineRecordedSpanMetrics(RecordedSpanProcessor processor) {
			return (registry) -> {
				Gauge.builder("sightline.tracing.keep.waiting", processor, RecordedSpanProcessor::waiting)
					.description("Spans that wait for the end of their request")
					.register(registry);
				FunctionCounter.builder("sightline.tracing.keep.discarded", processor, RecordedSpanProcessor::discarded)
					.description("Spans that could not be kept, as there was no room or no time for them")
					.register(registry);
			};
		}

	}

}
