package dev.sightline.autoconfigure.llm;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for finding out for whom calls of models are.
 */
@AutoConfiguration
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnEnabledSignal(Signal.LLM)
public final class CallAttributesAutoConfiguration {

	@Bean
	CallAttributes sightlineModelCallAttributes(ObjectProvider<CallBaggage> baggage) {
		return new CallAttributes(baggage.getIfAvailable(() -> (context, name) -> null));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Tracer.class)
	static class Tracing {

		@Bean
		CallBaggage sightlineModelCallBaggage(ObjectProvider<Tracer> tracer) {
			return new TracerBaggage(tracer);
		}

	}

}
