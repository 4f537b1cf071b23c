package dev.sightline.autoconfigure.annotation;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

import dev.sightline.autoconfigure.bounded.Causes;
import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Makes a span of a method that has OpenTelemetry's annotation, or puts its arguments on
 * the current span. A span of something that goes on ends with it.
 */
class WithSpanInterceptor implements MethodInterceptor {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Flux",
			WithSpanInterceptor.class.getClassLoader());

	private final SingletonSupplier<Optional<Tracer>> tracer;

	private final ConcurrentMap<Method, SpannedMethod> methods = new ConcurrentHashMap<>();

	private final Guard guard = new Guard(LoggerFactory.getLogger(WithSpanInterceptor.class),
			"A method with @WithSpan or @AddingSpanAttributes was not fully traced. This is told once.");

	WithSpanInterceptor(ObjectProvider<Tracer> tracers) {
		this.tracer = SingletonSupplier.of(() -> Optional.ofNullable(tracers.getIfAvailable()));
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		SpannedMethod method = this.methods.computeIfAbsent(
				AopUtils.getMostSpecificMethod(invocation.getMethod(), (target != null) ? target.getClass() : null),
				SpannedMethod::of);
		Span span = start(method);
		if (span == null) {
			if (method.annotation() == null) {
				this.guard.run(() -> method.describe(Span.current(), invocation.getArguments()));
			}
			return invocation.proceed();
		}
		this.guard.run(() -> method.describe(span, invocation.getArguments()));
		Object result;
		try (Scope scope = span.makeCurrent()) {
			result = invocation.proceed();
		}
		catch (Throwable ex) {
			end(span, ex);
			throw ex;
		}
		return endWith(span, result, invocation.getMethod().getReturnType());
	}

	/**
	 * Start the span of a call, if there is one.
	 */
	private @Nullable Span start(SpannedMethod method) {
		WithSpan annotation = method.annotation();
		try {
			Optional<Tracer> tracer = (annotation != null) ? this.tracer.obtain() : Optional.empty();
			return (annotation != null && tracer.isPresent()) ? method.start(tracer.get(), annotation) : null;
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
			return null;
		}
	}

	/**
	 * End a span now, or with what goes on.
	 */
	private @Nullable Object endWith(Span span, @Nullable Object result, Class<?> declared) {
		try {
			if (result instanceof CompletionStage<?> stage) {
				stage.whenComplete((value, ex) -> end(span, ex));
				return result;
			}
			if (result != null && REACTOR && Reactive.mayReplace(result, declared)) {
				return Reactive.end(result, this, span);
			}
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
		end(span, null);
		return result;
	}

	private void end(Span span, @Nullable Throwable failure) {
		if (failure != null) {
			span.setStatus(StatusCode.ERROR);
			this.guard.run(() -> span.recordException(Causes.unwrapped(failure)));
		}
		span.end();
	}

	private static final class Reactive {

		/**
		 * Whoever declares a type of her own gets what she returned.
		 */
		static boolean mayReplace(Object result, Class<?> declared) {
			return (result instanceof Mono && declared.isAssignableFrom(Mono.class))
					|| (result instanceof Flux && declared.isAssignableFrom(Flux.class));
		}

		static Object end(Object result, WithSpanInterceptor interceptor, Span span) {
			if (result instanceof Mono<?> mono) {
				return mono.doOnError((ex) -> interceptor.end(span, ex)).doFinally((signal) -> span.end());
			}
			return ((Flux<?>) result).doOnError((ex) -> interceptor.end(span, ex)).doFinally((signal) -> span.end());
		}

	}

}
