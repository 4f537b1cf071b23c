package dev.sightline.autoconfigure.tracing.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.BaggageTaggingSpanProcessor;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.extension.trace.propagation.JaegerPropagator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.OnPropertyListCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for what of a trace travels between processes: Spring Boot's
 * propagators, that of Jaeger if it is asked for, and no more baggage than is wanted.
 */
@AutoConfiguration(before = OpenTelemetryTracingAutoConfiguration.class)
@ConditionalOnClass({ OtelTracer.class, OpenTelemetryTracingAutoConfiguration.class })
@ConditionalOnEnabledSignal(Signal.TRACING)
@EnableConfigurationProperties({ TracingProperties.class, BaggageProperties.class })
public final class PropagationAutoConfiguration {

	@Bean
	LimitedBaggage sightlineLimitedBaggage(TracingProperties properties) {
		return new LimitedBaggage(properties.getBaggage().getRemoteFields());
	}

	@Bean
	@ConditionalOnMissingBean
	ContextPropagators sightlineContextPropagators(ObjectProvider<TextMapPropagator> propagators,
			LimitedBaggage baggage, Environment environment) {
		List<TextMapPropagator> all = new ArrayList<>();
		if (Binder.get(environment)
			.bind("sightline.tracing.propagation", Bindable.listOf(String.class))
			.orElseGet(List::of)
			.stream()
			.anyMatch("jaeger"::equalsIgnoreCase)) {
			// What is read last wins, and that should be a standard.
			all.add(Jaeger.propagator());
		}
		propagators.orderedStream().forEach(all::add);
		return ContextPropagators.create(new LimitedPropagator(TextMapPropagator.composite(all), baggage));
	}

	@Bean
	CallerFinder sightlineCallerFinder(ObjectProvider<ContextPropagators> propagators, LimitedBaggage baggage) {
		return new CallerFinder(propagators, baggage);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class Metrics {

		@Bean
		MeterBinder sightlineBaggageMetrics(LimitedBaggage baggage) {
			return (registry) -> {
				counter("unknown", baggage.unknown()).register(registry);
				counter("too_large", baggage.tooLarge()).register(registry);
			};
		}

		private static FunctionCounter.Builder<LongAdder> counter(String reason, LongAdder fields) {
			return FunctionCounter.builder("sightline.tracing.baggage.discarded", fields, LongAdder::sum)
				.tag("reason", reason)
				.description("Fields of baggage that were not taken from a caller");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(OnTagsCondition.class)
	static class Tags {

		@Bean
		BaggageTags sightlineBaggageTags(BaggageProperties properties, TracingProperties tracing,
				ObjectProvider<Tracer> tracer) {
			properties.check(tracing.getBaggage().getRemoteFields());
			return new BaggageTags(tracer::getIfAvailable, properties.getMetricTags(),
					tracing.getBaggage().getTagFields());
		}

		/**
		 * Spring Boot's tag fields are on a span only where its own process sets them.
		 */
		@Bean
		@ConditionalOnMissingBean
		BaggageTaggingSpanProcessor sightlineBaggageTaggingSpanProcessor(TracingProperties properties) {
			return new BaggageTaggingSpanProcessor(properties.getBaggage().getTagFields());
		}

	}

	static class OnTagsCondition extends AnyNestedCondition {

		OnTagsCondition() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@Conditional(OnMetricTagsCondition.class)
		static class MetricTags {

		}

		@Conditional(OnTagFieldsCondition.class)
		static class SpanTags {

		}

	}

	static class OnMetricTagsCondition extends OnPropertyListCondition {

		OnMetricTagsCondition() {
			super(BaggageProperties.PREFIX + ".metric-tags", () -> ConditionMessage.forCondition("Baggage in metrics"));
		}

	}

	static class OnTagFieldsCondition extends OnPropertyListCondition {

		OnTagFieldsCondition() {
			super("management.tracing.baggage.tag-fields", () -> ConditionMessage.forCondition("Baggage on spans"));
		}

	}

	/**
	 * The class may be absent; whether it is, was checked when it was asked for.
	 * OpenTelemetry deprecates the format, which services have that are not yet moved.
	 */
	private static final class Jaeger {

		@SuppressWarnings("deprecation")
		static TextMapPropagator propagator() {
			return JaegerPropagator.getInstance();
		}

	}

}
