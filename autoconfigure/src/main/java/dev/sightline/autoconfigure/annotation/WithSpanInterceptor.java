package dev.sightline.autoconfigure.annotation;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
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
import dev.sightline.autoconfigure.spans.UnsampledRoots;

/**
 * Makes a span of a method that has OpenTelemetry's annotation, or puts its arguments on
 * the current span. A span of something that goes on ends with it.
 */
class WithSpanInterceptor implements MethodInterceptor {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Flux",
			WithSpanInterceptor.class.getClassLoader());

	private final SingletonSupplier<Optional<Tracer>> tracer;

	/**
	 * Who keeps spans that are not sampled.
	 */
	private final SingletonSupplier<Optional<UnsampledRoots>> roots;

	private final ConcurrentMap<Method, SpannedMethod> methods = new ConcurrentHashMap<>();

	private final Guard guard = new Guard(LoggerFactory.getLogger(WithSpanInterceptor.class),
			"A method with @WithSpan or @AddingSpanAttributes was not fully traced. This is told once.");

	WithSpanInterceptor(ObjectProvider<Tracer> tracers, ObjectProvider<UnsampledRoots> roots) {
		this.tracer = SingletonSupplier.of(() -> Optional.ofNullable(tracers.getIfAvailable()));
		this.roots = SingletonSupplier.of(() -> Optional.ofNullable(roots.getIfUnique()));
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Object target = invocation.getThis();
		SpannedMethod method = this.methods.computeIfAbsent(
				AopUtils.getMostSpecificMethod(invocation.getMethod(), (target != null) ? target.getClass() : null),
				SpannedMethod::of);
		SpanContext parent = Span.current().getSpanContext();
		Span span = start(method);
		if (span == null) {
			if (method.annotation() == null) {
				this.guard.run(() -> method.describe(Span.current(), invocation.getArguments()));
			}
			return invocation.proceed();
		}
		UnsampledCall unsampled = unsampled(span, parent, method, invocation.getArguments());
		this.guard.run(() -> method.describe(span, invocation.getArguments()));
		Object result;
		try (Scope scope = span.makeCurrent()) {
			result = invocation.proceed();
		}
		catch (Throwable ex) {
			end(span, unsampled, ex);
			throw ex;
		}
		return endWith(span, unsampled, result, invocation.getMethod().getReturnType());
	}

	private @Nullable UnsampledCall unsampled(Span span, SpanContext parent, SpannedMethod method,
			@Nullable Object[] arguments) {
		if (span.isRecording()) {
			return null;
		}
		try {
			UnsampledRoots roots = this.roots.obtain().orElse(null);
			return (roots != null) ? UnsampledCall.of(roots, span, parent, method, arguments) : null;
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
			return null;
		}
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
	private @Nullable Object endWith(Span span, @Nullable UnsampledCall unsampled, @Nullable Object result,
			Class<?> declared) {
		try {
			if (result instanceof CompletionStage<?> stage) {
				stage.whenComplete((value, ex) -> end(span, unsampled, ex));
				return result;
			}
			if (result != null && REACTOR && Reactive.mayReplace(result, declared)) {
				return Reactive.end(result, (failure) -> end(span, unsampled, failure));
			}
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
		end(span, unsampled, null);
		return result;
	}

	private void end(Span span, @Nullable UnsampledCall unsampled, @Nullable Throwable failure) {
		if (failure != null) {
			span.setStatus(StatusCode.ERROR);
			this.guard.run(() -> span.recordException(Causes.unwrapped(failure)));
		}
		span.end();
		if (unsampled != null) {
			this.guard.run(() -> unsampled.end((failure != null) ? Causes.unwrapped(failure) : null));
		}
	}

	private static final class Reactive {

		/**
		 * Whoever declares a type of her own gets what she returned.
		 */
		static boolean mayReplace(Object result, Class<?> declared) {
			return (result instanceof Mono && declared.isAssignableFrom(Mono.class))
					|| (result instanceof Flux && declared.isAssignableFrom(Flux.class));
		}

		static Object end(Object result, Consumer<@Nullable Throwable> end) {
			if (result instanceof Mono<?> mono) {
				return mono.doOnError(end).doFinally((signal) -> end.accept(null));
			}
			return ((Flux<?>) result).doOnError(end).doFinally((signal) -> end.accept(null));
		}

	}

}
