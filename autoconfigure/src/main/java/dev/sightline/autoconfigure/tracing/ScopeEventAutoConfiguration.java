package dev.sightline.autoconfigure.tracing;

import java.util.List;

import io.micrometer.tracing.otel.bridge.EventListener;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.otel.bridge.OtelTracer.EventPublisher;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.context.annotation.Bean;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the events of scopes. There are several for each request, and
 * Spring Boot's publisher makes an iterator for each.
 */
@AutoConfiguration(before = OpenTelemetryTracingAutoConfiguration.class)
@ConditionalOnClass({ OtelTracer.class, OpenTelemetryTracingAutoConfiguration.class })
@ConditionalOnEnabledSignal(Signal.TRACING)
public final class ScopeEventAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	EventPublisher sightlineEventPublisher(List<EventListener> listeners) {
		EventListener[] all = listeners.toArray(EventListener[]::new);
		return (event) -> {
			for (EventListener listener : all) {
				listener.onEvent(event);
			}
		};
	}

}
