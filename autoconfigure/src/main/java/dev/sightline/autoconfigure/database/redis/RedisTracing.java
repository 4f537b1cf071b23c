package dev.sightline.autoconfigure.database.redis;

import java.net.SocketAddress;

import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.tracing.TraceContext;
import io.lettuce.core.tracing.TraceContextProvider;
import io.lettuce.core.tracing.Tracer;
import io.lettuce.core.tracing.TracerProvider;
import io.lettuce.core.tracing.Tracing;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Lets a command of a reactive pipeline know its parent. It makes no spans: Lettuce asks
 * for one only when a command is written, which it is not while the server is away, and
 * again when a command is written anew. {@link RedisCommands} makes them.
 */
class RedisTracing implements Tracing {

	private static final Endpoint ENDPOINT = new Endpoint() {
	};

	private final TracerProvider tracers = new SilentTracer()::self;

	private final TraceContextProvider contexts = new ParentProvider();

	@Override
	public TracerProvider getTracerProvider() {
		return this.tracers;
	}

	@Override
	public TraceContextProvider initialTraceContextProvider() {
		return this.contexts;
	}

	@Override
	public boolean isEnabled() {
		return true;
	}

	@Override
	public boolean includeCommandArgsInSpanTags() {
		return false;
	}

	@Override
	public Endpoint createEndpoint(SocketAddress address) {
		return ENDPOINT;
	}

	/**
	 * The observation in the context of a reactive pipeline.
	 */
	record Parent(Observation observation) implements TraceContext {

	}

	private static final class ParentProvider implements TraceContextProvider {

		@Override
		@SuppressWarnings("NullAway") // As Lettuce's own does outside of an observation.
		public @Nullable TraceContext getTraceContext() {
			// Who asks is on the thread that sends the command, and so is its observer.
			return null;
		}

		@Override
		public Mono<TraceContext> getTraceContextLater() {
			return Mono.deferContextual((context) -> Mono
				.justOrEmpty(context.<Observation>getOrEmpty(ObservationThreadLocalAccessor.KEY).map(Parent::new)));
		}

	}

	private static final class SilentTracer extends Tracer {

		private static final Span SPAN = new SilentSpan();

		Tracer self() {
			return this;
		}

		@Override
		public Span nextSpan() {
			return SPAN;
		}

		@Override
		public Span nextSpan(TraceContext context) {
			return SPAN;
		}

	}

	private static final class SilentSpan extends Tracer.Span {

		@Override
		public Tracer.Span start(RedisCommand<?, ?, ?> command) {
			return this;
		}

		@Override
		public Tracer.Span name(String name) {
			return this;
		}

		@Override
		public Tracer.Span annotate(String value) {
			return this;
		}

		@Override
		public Tracer.Span tag(String key, String value) {
			return this;
		}

		@Override
		public Tracer.Span error(Throwable throwable) {
			return this;
		}

		@Override
		public Tracer.Span remoteEndpoint(Tracing.Endpoint endpoint) {
			return this;
		}

		@Override
		public void finish() {
			// Nothing was begun.
		}

	}

}
