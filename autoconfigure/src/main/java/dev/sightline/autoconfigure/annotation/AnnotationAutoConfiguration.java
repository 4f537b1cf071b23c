package dev.sightline.autoconfigure.annotation;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.function.Function;

import io.micrometer.common.annotation.ValueExpressionResolver;
import io.micrometer.common.annotation.ValueResolver;
import io.micrometer.core.annotation.Counted;
import io.micrometer.core.annotation.Timed;
import io.micrometer.core.aop.CountedAspect;
import io.micrometer.core.aop.CountedMeterTagAnnotationHandler;
import io.micrometer.core.aop.MeterTagAnnotationHandler;
import io.micrometer.core.aop.TimedAspect;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.annotation.Observed;
import io.micrometer.observation.aop.ObservationKeyValueAnnotationHandler;
import io.micrometer.observation.aop.ObservedAspect;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.annotation.ContinueSpan;
import io.micrometer.tracing.annotation.DefaultNewSpanParser;
import io.micrometer.tracing.annotation.ImperativeMethodInvocationProcessor;
import io.micrometer.tracing.annotation.NewSpan;
import io.micrometer.tracing.annotation.NewSpanParser;
import io.micrometer.tracing.annotation.SpanAspect;
import io.micrometer.tracing.annotation.SpanTagAnnotationHandler;
import org.aspectj.lang.ProceedingJoinPoint;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for Micrometer's annotations on methods of beans. Spring Boot's own
 * needs the weaver of AspectJ, which compares every method of every bean with its
 * pointcuts while the application starts. Where that is on the class path, Spring Boot's
 * is used.
 */
@AutoConfiguration
@ConditionalOnClass({ ProceedingJoinPoint.class, Advisor.class, ObservedAspect.class, MeterRegistry.class })
@ConditionalOnMissingClass("org.aspectj.weaver.Advice")
@ConditionalOnBooleanProperty("management.observations.annotations.enabled")
public final class AnnotationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ObservedAspect.class)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static Advisor sightlineObservedAdvisor(BeanFactory beans) {
		return advisor(List.of(Observed.class), new AspectInterceptor<>(Observed.class, () -> {
			ObservedAspect aspect = new ObservedAspect(beans.getBean(ObservationRegistry.class));
			aspect.setObservationKeyValueAnnotationHandler(
					new ObservationKeyValueAnnotationHandler(beans::getBean, resolver(beans)));
			return aspect;
		}, (aspect, point, method) -> aspect.observeMethod(point),
				(aspect, point, method) -> aspect.observeClass(point)));
	}

	@Bean
	@ConditionalOnMissingBean
	ValueExpressionResolver sightlineValueExpressionResolver() {
		return new SpelValueExpressionResolver();
	}

	private static Function<Class<? extends ValueExpressionResolver>, ? extends ValueExpressionResolver> resolver(
			BeanFactory beans) {
		return (type) -> beans.getBean(ValueExpressionResolver.class);
	}

	private static Advisor advisor(List<Class<? extends Annotation>> annotations, AspectInterceptor<?> interceptor) {
		return new DefaultPointcutAdvisor(new AnnotationPointcut(annotations), interceptor);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnEnabledSignal(Signal.METRICS)
	static class Meters {

		@Bean
		@ConditionalOnMissingBean(TimedAspect.class)
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor sightlineTimedAdvisor(BeanFactory beans) {
			return advisor(List.of(Timed.class), new AspectInterceptor<>(Timed.class, () -> {
				TimedAspect aspect = new TimedAspect(beans.getBean(MeterRegistry.class));
				aspect.setMeterTagAnnotationHandler(new MeterTagAnnotationHandler(beans::getBean, resolver(beans)));
				return aspect;
			}, (aspect, point, method) -> aspect.timedMethod(point),
					(aspect, point, method) -> aspect.timedClass(point)));
		}

		@Bean
		@ConditionalOnMissingBean(CountedAspect.class)
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor sightlineCountedAdvisor(BeanFactory beans) {
			return advisor(List.of(Counted.class), new AspectInterceptor<>(Counted.class, () -> {
				CountedAspect aspect = new CountedAspect(beans.getBean(MeterRegistry.class));
				aspect.setMeterTagAnnotationHandler(
						new CountedMeterTagAnnotationHandler(beans::getBean, resolver(beans)));
				return aspect;
			}, (aspect, point, method) -> aspect.interceptAndRecord(point, method.getAnnotation(Counted.class)),
					(aspect, point, method) -> aspect.countedClass(point)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ SpanAspect.class, Tracer.class })
	@ConditionalOnEnabledSignal(Signal.TRACING)
	static class Spans {

		@Bean
		@ConditionalOnMissingBean(SpanAspect.class)
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor sightlineSpanAdvisor(BeanFactory beans) {
			return advisor(List.of(NewSpan.class, ContinueSpan.class), new AspectInterceptor<>(NewSpan.class, () -> {
				NewSpanParser parser = beans.getBeanProvider(NewSpanParser.class)
					.getIfAvailable(DefaultNewSpanParser::new);
				Function<Class<? extends ValueResolver>, ? extends ValueResolver> values = beans::getBean;
				return new SpanAspect(new ImperativeMethodInvocationProcessor(parser, beans.getBean(Tracer.class),
						new SpanTagAnnotationHandler(values, resolver(beans))));
			}, (aspect, point, method) -> aspect.newSpanMethod(point),
					(aspect, point, method) -> aspect.continueSpanMethod(point)));
		}

	}

}
