package dev.sightline.autoconfigure.annotation;

import java.util.List;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.instrumentation.annotations.AddingSpanAttributes;
import io.opentelemetry.instrumentation.annotations.WithSpan;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.spans.UnsampledRoots;

/**
 * Auto-configuration for OpenTelemetry's annotations on methods of beans, with the tracer
 * of Spring Boot. OpenTelemetry's own support comes with an SDK of its own.
 */
@AutoConfiguration
@ConditionalOnClass({ WithSpan.class, AddingSpanAttributes.class, Advisor.class, Tracer.class })
@ConditionalOnEnabledSignal(Signal.TRACING)
@ConditionalOnBooleanProperty("management.observations.annotations.enabled")
public final class WithSpanAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor sightlineWithSpanAdvisor(ObjectProvider<Tracer> tracer, ObjectProvider<UnsampledRoots> roots) {
		return new DefaultPointcutAdvisor(new AnnotationPointcut(List.of(WithSpan.class, AddingSpanAttributes.class)),
				new WithSpanInterceptor(tracer, roots));
	}

}
