package dev.sightline.autoconfigure.database.r2dbc;

import java.util.List;
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

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.bounded.GuardedObservations;
import dev.sightline.autoconfigure.database.SqlStatement;

/**
 * Observes statements and batches from their subscription to the end of their results.
 */
class R2dbcStatements {

	private static final Logger logger = LoggerFactory.getLogger(R2dbcStatements.class);

	private static final R2dbcConvention CONVENTION = new R2dbcConvention();

	/**
	 * More statements than most applications have.
	 */
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
	}

	ProxyExecutionListener listener(ConnectionFactory connectionFactory) {
		return new Listener(new R2dbcTarget(connectionFactory, this.beanFactory));
	}

	private R2dbcContext context(R2dbcTarget target, QueryExecutionInfo info) {
		List<QueryInfo> queries = info.getQueries();
		String sql = !queries.isEmpty() ? queries.get(0).getQuery() : "";
		SqlStatement statement = (sql.length() <= LONGEST) ? this.statements.get(sql) : SqlStatement.of(sql);
		String collection = statement.collection();
		R2dbcContext context = new R2dbcContext(target, statement,
				(collection != null) ? this.tables.get(collection, (table) -> table) : null,
				Math.max(queries.size(), info.getBindingsSize()));
		context.setConnectionName(target.pool());
		context.setThreadName(info.getThreadName());
		for (QueryInfo query : queries) {
			context.getQueries().add(query.getQuery());
			if (this.parameters != null) {
				context.getParams()
					.add(this.parameters.getIfAvailable(DefaultQueryParametersTagProvider::new)
						.getTagValue(query.getBindingsList()));
			}
		}
		return context;
	}

	private @Nullable Observation parent(QueryExecutionInfo info) {
		ContextView view = info.getValueStore().get(ContextView.class, ContextView.class);
		return (view != null) ? view.getOrDefault(ObservationThreadLocalAccessor.KEY, null) : null;
	}

	private void end(Observation observation, R2dbcContext context, QueryExecutionInfo info) {
		Throwable error = info.getThrowable();
		if (error == null && !info.isSuccess()) {
			error = new CancellationException();
		}
		if (error != null) {
			// Handlers are not told: they would put its message, which may quote values,
			// on the span.
			context.setError(error);
		}
		if (this.slow.isSlow(info.getExecuteDuration())) {
			Observation.Scope scope = this.guarded.open(observation, this.registry);
			try {
				this.slow.stopped(context, info.getExecuteDuration());
			}
			finally {
				this.guarded.close(scope, this.registry);
			}
		}
		this.guarded.stop(observation);
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
				R2dbcStatements.this.guard.run(() -> start(info));
			}
		}

		private void start(QueryExecutionInfo info) {
			R2dbcContext context = context(this.target, info);
			Observation observation = R2dbcStatements.this.guarded.start(() -> {
				Observation created = Observation.createNotStarted(CONVENTION, () -> context,
						R2dbcStatements.this.registry);
				Observation parent = parent(info);
				return ((parent != null) ? created.parentObservation(parent) : created).start();
			});
			if (!observation.isNoop()) {
				info.getValueStore().put(Listener.class, observation);
			}
		}

		@Override
		public void afterQuery(QueryExecutionInfo info) {
			// It may be told more than once.
			if (info.getValueStore().remove(Listener.class) instanceof Observation observation
					&& observation.getContext() instanceof R2dbcContext context) {
				R2dbcStatements.this.guard.run(() -> end(observation, context, info));
			}
		}

	}

}
