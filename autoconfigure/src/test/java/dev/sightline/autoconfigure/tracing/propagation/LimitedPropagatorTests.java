package dev.sightline.autoconfigure.tracing.propagation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PropagationAutoConfiguration}, with the propagators of Spring Boot.
 */
class LimitedPropagatorTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String SPAN = "b7ad6b7169203331";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OpenTelemetrySdkAutoConfiguration.class,
				OpenTelemetryTracingAutoConfiguration.class, PropagationAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "management.tracing.propagation.type=W3C, traceparent", "management.tracing.propagation.type=B3, b3",
			"management.tracing.propagation.type=B3_MULTI, X-B3-TraceId X-B3-SpanId X-B3-Sampled",
			"management.tracing.propagation.produce=B3, b3",
			"sightline.tracing.propagation=jaeger, traceparent uber-trace-id" })
	void shouldTellWhatIsSet(String setting, String headers) {
		this.contextRunner.withPropertyValues(setting).run((context) -> {
			Map<String, String> carrier = new TreeMap<>();
			Context span = Context.root()
				.with(Span.wrap(SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault())));
			propagator(context.getBean(ContextPropagators.class)).inject(span, carrier, Map::put);
			assertThat(carrier).containsOnlyKeys(headers.split(" "));
		});
	}

	@Test
	void shouldReadB3ThoughThereIsBaggageOfNoUse() {
		this.contextRunner.run((context) -> {
			TextMapPropagator propagator = propagator(context.getBean(ContextPropagators.class));
			Context extracted = extract(propagator, Map.of("baggage", "a=1", "b3", TRACE + "-" + SPAN + "-1"));
			assertThat(Span.fromContext(extracted).getSpanContext().getTraceId()).isEqualTo(TRACE);
			assertThat(Baggage.fromContext(extracted).isEmpty()).isTrue();
			assertThat(propagator.fields()).doesNotContain("baggage").contains("traceparent", "b3", "X-B3-TraceId");
		});
	}

	@Test
	void shouldTakeWhatIsAllowedOfHostileBaggage() {
		LimitedBaggage limits = new LimitedBaggage(List.of("Tenant"));
		TextMapPropagator propagator = new LimitedPropagator(
				TextMapPropagator.composite(io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator.getInstance(),
						io.opentelemetry.extension.trace.propagation.JaegerPropagator.getInstance()),
				limits);
		String many = IntStream.range(0, 2000).mapToObj((i) -> "k" + i + "=v").collect(Collectors.joining(","));
		assertThat(baggage(propagator, "tenant=acme;meta=1, other=2")).isEqualTo(Map.of("tenant", "acme"));
		assertThat(limits.unknown().sum()).isEqualTo(1);
		assertThat(baggage(propagator, "tenant=acme," + many)).isEqualTo(Map.of("tenant", "acme"));
		assertThat(baggage(propagator, many + ",tenant=acme")).isEmpty();
		assertThat(limits.tooLarge().sum()).isEqualTo(2);
		assertThat(baggage(propagator, "tenant=" + "x".repeat(LimitedBaggage.LARGEST_FIELD))).isEmpty();
		assertThat(limits.tooLarge().sum()).isEqualTo(3);
		for (String odd : List.of("", ",", "=", ",,,===,", "tenant", "tenant=", ";tenant=a", "tenant=%zz",
				"\u0000=1")) {
			assertThat(baggage(propagator, odd).keySet()).as(odd).isSubsetOf("tenant");
		}
		assertThat(all(extract(propagator,
				Map.of("jaeger-baggage", "evil=1", "uberctx-evil", "1", "uber-trace-id", TRACE + ":" + SPAN + ":0:1"))))
			.isEmpty();
	}

	@Test
	void shouldRefuseATagOfAFieldThatIsNotTaken() {
		this.contextRunner.withPropertyValues("sightline.tracing.baggage.metric-tags[0]=tenant")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("remote-fields"));
	}

	@Test
	void shouldBackOffWhenUserDefinesPropagators() {
		this.contextRunner.withUserConfiguration(Hers.class)
			.run((context) -> assertThat(context).getBean(ContextPropagators.class)
				.isSameAs(ContextPropagators.noop()));
	}

	@Test
	void shouldBackOffWhenSwitchedOffOrWithoutTheBridge() {
		this.contextRunner.withPropertyValues("sightline.tracing.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LimitedBaggage.class));
		this.contextRunner.withClassLoader(new FilteredClassLoader(OtelTracer.class))
			.run((context) -> assertThat(context).doesNotHaveBean(LimitedBaggage.class));
	}

	private static TextMapPropagator propagator(ContextPropagators propagators) {
		return propagators.getTextMapPropagator();
	}

	private static Map<String, String> baggage(TextMapPropagator propagator, String header) {
		return all(extract(propagator, Map.of("baggage", header)));
	}

	private static Map<String, String> all(Context context) {
		Map<String, String> found = new TreeMap<>();
		Baggage.fromContext(context).forEach((key, entry) -> found.put(key, entry.getValue()));
		return found;
	}

	private static Context extract(TextMapPropagator propagator, Map<String, String> headers) {
		return propagator.extract(Context.root(), headers, new TextMapGetter<>() {

			@Override
			public Iterable<String> keys(Map<String, String> carrier) {
				return carrier.keySet();
			}

			@Override
			public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
				return (carrier != null) ? carrier.get(key) : null;
			}

		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Hers {

		@Bean
		ContextPropagators propagators() {
			return ContextPropagators.noop();
		}

	}

}
