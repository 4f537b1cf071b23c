package dev.sightline.autoconfigure.database.r2dbc;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.r2dbc.proxy.core.QueryExecutionInfo;
import io.r2dbc.proxy.core.QueryInfo;
import io.r2dbc.proxy.listener.ProxyExecutionListener;
import io.r2dbc.proxy.observation.DefaultQueryParametersTagProvider;
import io.r2dbc.proxy.observation.QueryParametersTagProvider;
import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.util.context.ContextView;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ConcurrentLruCache;
import org.springframework.util.function.SingletonSupplier;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.bounded.GuardedObservations;
import dev.sightline.autoconfigure.database.QuietCalls;
import dev.sightline.autoconfigure.database.SqlStatement;
import dev.sightline.autoconfigure.database.r2dbc.R2dbcCall.Kind;
import dev.sightline.autoconfigure.spans.ObservationLatency;

/**
 * Observes statements and batches from their subscription to the end of their results.
 */
class R2dbcStatements {

	private static final Logger logger = LoggerFactory.getLogger(R2dbcStatements.class);

	private static final R2dbcConvention CONVENTION = new R2dbcConvention();

	private static final int STATEMENTS = 1000;

	/**
	 * Longer statements are analyzed each time.
	 */
	private static final int LONGEST = 8000;

	private static final int TABLES = 100;

	private final ObservationRegistry registry;

	private final ListableBeanFactory beanFactory;

	private final SlowStatements slow;

	private final @Nullable ObjectProvider<QueryParametersTagProvider> parameters;

	private final ConcurrentLruCache<String, SqlStatement> statements = new ConcurrentLruCache<>(STATEMENTS,
			SqlStatement::of);

	private final BoundedMap<String, String> tables = new BoundedMap<>(TABLES, BoundedMap.OTHER);

	private final GuardedObservations guarded = new GuardedObservations(logger, "A statement of R2DBC");

	/**
	 * Looked up by the first statement, when there are all beans.
	 */
	private final SingletonSupplier<Optional<QuietCalls<Kind>>> quiet;

	private final Guard guard = new Guard(logger, "A statement of R2DBC was not observed. This is told once.");

	/**
	 * Create it.
	 * @param parameters shows the parameters, {@code null} if nobody is to see them
	 */
	R2dbcStatements(ObservationRegistry registry, ListableBeanFactory beanFactory, SlowStatements slow,
			@Nullable ObjectProvider<QueryParametersTagProvider> parameters) {
		this.registry = registry;
		this.beanFactory = beanFactory;
		this.slow = slow;
		this.parameters = parameters;
		this.quiet = SingletonSupplier.of(() -> Optional.ofNullable(QuietCalls.of(beanFactory, Kind::tags)));
	}

	ProxyExecutionListener listener(ConnectionFactory connectionFactory) {
		return new Listener(new R2dbcTarget(connectionFactory, this.beanFactory));
	}

	private R2dbcCall call(R2dbcTarget target, QueryExecutionInfo info) {
		List<QueryInfo> queries = info.getQueries();
		String sql = !queries.isEmpty() ? queries.get(0).getQuery() : "";
		SqlStatement statement = (sql.length() <= LONGEST) ? this.statements.get(sql) : SqlStatement.of(sql);
		String collection = statement.collection();
		return new R2dbcCall(target, statement,
				(collection != null) ? this.tables.get(collection, (table) -> table) : null,
				Math.max(queries.size(), info.getBindingsSize()), parent(info), null);
	}

	/**
	 * That of a reactive pipeline is in its context, as others are on the thread.
	 */
	private @Nullable Observation parent(QueryExecutionInfo info) {
		ContextView view = info.getValueStore().get(ContextView.class, ContextView.class);
		Observation parent = (view != null) ? view.getOrDefault(ObservationThreadLocalAccessor.KEY, null) : null;
		return (parent != null) ? parent : this.registry.getCurrentObservation();
	}

	private Observation observe(R2dbcCall call, R2dbcContext context, QueryExecutionInfo info) {
		context.setThreadName(info.getThreadName());
		for (QueryInfo query : info.getQueries()) {
			context.getQueries().add(query.getQuery());
			if (this.parameters != null) {
				context.getParams()
					.add(this.parameters.getIfAvailable(DefaultQueryParametersTagProvider::new)
						.getTagValue(query.getBindingsList()));
			}
		}
		return this.guarded.start(() -> {
			Observation created = Observation.createNotStarted(CONVENTION, () -> context, this.registry);
			return ((call.parent() != null) ? created.parentObservation(call.parent()) : created).start();
		});
	}

	private R2dbcCall begin(R2dbcCall call, QueryExecutionInfo info) {
		QuietCalls<Kind> quiet = this.quiet.obtain().orElse(null);
		return (quiet != null && quiet.isQuiet(call.parent())) ? call
				: call.observedBy(observe(call, new R2dbcContext(call), info));
	}

	private void end(R2dbcCall call, QueryExecutionInfo info) {
		Throwable error = info.getThrowable();
		if (error == null && !info.isSuccess()) {
			error = new CancellationException();
		}
		Observation observation = call.observation();
		if (observation == null && error != null) {
			// It was quiet until now.
			R2dbcContext context = new R2dbcContext(call);
			context.put(ObservationLatency.KEY, info.getExecuteDuration().toNanos());
			observation = observe(call, context, info);
		}
		if (this.slow.isSlow(info.getExecuteDuration()) && (observation == null || !observation.isNoop())) {
			slow(call, (observation != null) ? observation : call.parent(), info);
		}
		if (observation == null) {
			this.quiet.obtain()
				.ifPresent(
						(quiet) -> quiet.record(call.kind(), info.getExecuteDuration().toNanos(), call.parent(), call));
			return;
		}
		if (error != null && !observation.isNoop()) {
			// Handlers are not told: they would put its message, which may quote values,
			// on the span.
			observation.getContext().setError(error);
		}
		this.guarded.stop(observation);
	}

	private void slow(R2dbcCall call, @Nullable Observation current, QueryExecutionInfo info) {
		Observation.Scope scope = (current != null) ? this.guarded.open(current, this.registry)
				: Observation.Scope.NOOP;
		try {
			this.slow.stopped(call, info.getExecuteDuration());
		}
		finally {
			this.guarded.close(scope, this.registry);
		}
	}

	/**
	 * Hears of the statements of one connection factory.
	 */
	private final class Listener implements ProxyExecutionListener {

		private final R2dbcTarget target;

		Listener(R2dbcTarget target) {
			this.target = target;
		}

		@Override
		public void beforeQuery(QueryExecutionInfo info) {
			if (!R2dbcStatements.this.registry.isNoop()) {
				R2dbcStatements.this.guard
					.run(() -> info.getValueStore().put(Listener.class, begin(call(this.target, info), info)));
			}
		}

		@Override
		public void afterQuery(QueryExecutionInfo info) {
			// It may be told more than once.
			if (info.getValueStore().remove(Listener.class) instanceof R2dbcCall call) {
				R2dbcStatements.this.guard.run(() -> end(call, info));
			}
		}

	}

}
