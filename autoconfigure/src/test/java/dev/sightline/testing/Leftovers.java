package dev.sightline.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.trace.Span;
import org.slf4j.MDC;

import org.springframework.beans.factory.BeanFactory;

/**
 * What threads still know of a request or message when it is over.
 *
 * @param tracer asked for the current span
 * @param registry asked for the current observation
 */
public record Leftovers(Tracer tracer, ObservationRegistry registry) {

	/**
	 * What a thread tells that knows nothing.
	 */
	public static final String NOTHING = "span=null observation=null otel=false mdc={}";

	/**
	 * Ask the tracer and the registry of an application.
	 */
	public static Leftovers of(BeanFactory beans) {
		return new Leftovers(beans.getBean(Tracer.class), beans.getBean(ObservationRegistry.class));
	}

	/**
	 * What the calling thread knows.
	 */
	public String here() {
		Map<String, String> mdc = MDC.getCopyOfContextMap();
		return "span=" + this.tracer.currentSpan() + " observation=" + this.registry.getCurrentObservation() + " otel="
				+ Span.current().getSpanContext().isValid() + " mdc=" + ((mdc != null) ? mdc : Map.of());
	}

	/**
	 * Ask all threads of a pool, each of which is held until all were asked.
	 * @param pool the pool itself, past all that sets or clears context on the way
	 * @param threads how many threads it has
	 */
	public List<String> on(Executor pool, int threads) {
		CyclicBarrier together = new CyclicBarrier(threads);
		List<CompletableFuture<String>> answers = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			CompletableFuture<String> answer = new CompletableFuture<>();
			pool.execute(() -> {
				String left = here();
				try {
					together.await(30, TimeUnit.SECONDS);
					answer.complete(left);
				}
				catch (Exception ex) {
					answer.completeExceptionally(ex);
				}
			});
			answers.add(answer);
		}
		return answers.stream().map(CompletableFuture::join).toList();
	}

}
