package dev.sightline.autoconfigure.database.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.bounded.GuardedObservations;
import dev.sightline.autoconfigure.spans.ObservationLatency;
import dev.sightline.autoconfigure.spans.Spans;
import dev.sightline.autoconfigure.trail.Trails;

/**
 * Runs the statements of all data sources and tells of them: with an observation if its
 * span is to be sent or if the user has something that has to see it, else only with a
 * timer.
 */
class StatementObserver {

	private static final Logger logger = LoggerFactory.getLogger(StatementObserver.class);

	private static final StatementConvention CONVENTION = new StatementConvention();

	private final ObservationRegistry registry;

	private final Spans spans;

	private final boolean always;

	private final StatementMeters meters;

	private final SlowStatements slow;

	private final ConnectionWaits waits;

	private final Trails trails;

	private final boolean rows;

	private final Guard guard = new Guard(logger, "A statement was not fully observed. This is told once.");

	private final GuardedObservations observations = new GuardedObservations(logger, "A statement");

	/**
	 * Create it.
	 * @param always whether each statement needs an observation
	 * @param trails keeps those that have no observation
	 * @param rows whether the rows of a result are counted
	 */
	StatementObserver(ObservationRegistry registry, Spans spans, boolean always, Trails trails, boolean rows,
			StatementMeters meters, SlowStatements slow, ConnectionWaits waits) {
		this.registry = registry;
		this.spans = spans;
		this.always = always;
		this.trails = trails;
		this.rows = rows;
		this.meters = meters;
		this.slow = slow;
		this.waits = waits;
	}

	<S, R> R run(ObservedDatabase database, KnownStatement statement, int batchSize, S target, Call<S, R> call)
			throws SQLException {
		Observation parent = this.registry.getCurrentObservation();
		if (isObservationNeeded(parent, statement)) {
			return observe(database, statement, batchSize, target, call);
		}
		long start = System.nanoTime();
		try {
			R result = call.on(target);
			succeeded(parent, database, statement, System.nanoTime() - start);
			return result;
		}
		catch (SQLException | RuntimeException ex) {
			failed(parent, database, statement, batchSize, System.nanoTime() - start, ex);
			throw ex;
		}
	}

	/**
	 * What runs for something that is not observed, such as a probe, has no span either.
	 */
	private boolean isObservationNeeded(@Nullable Observation parent, KnownStatement statement) {
		try {
			if (parent != null && parent.isNoop()) {
				return this.always;
			}
			if (parent != null) {
				StatementCounts.count(parent, statement);
			}
			return this.always || this.spans.isWanted();
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
			return false;
		}
	}

	private void succeeded(@Nullable Observation parent, ObservedDatabase database, KnownStatement statement,
			long nanos) {
		try {
			if (parent != null) {
				this.trails.add(parent, statement);
			}
			this.meters.record(database, statement, nanos, null);
			this.slow.stopped(database, statement, nanos);
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
	}

	/**
	 * A failure always has an observation, so that errors are counted in the same place
	 * whether or not there is a span.
	 */
	private void failed(@Nullable Observation parent, ObservedDatabase database, KnownStatement statement,
			int batchSize, long nanos, Exception failure) {
		this.guard.run(() -> this.slow.stopped(database, statement, nanos));
		if (parent != null && parent.isNoop()) {
			this.guard.run(() -> this.meters.record(database, statement, nanos, failure));
			return;
		}
		StatementContext context = new StatementContext(database, statement, batchSize);
		context.put(ObservationLatency.KEY, nanos);
		Observation observation = start(context);
		stop(observation, context, nanos, failure);
	}

	private <S, R> R observe(ObservedDatabase database, KnownStatement statement, int batchSize, S target,
			Call<S, R> call) throws SQLException {
		StatementContext context = new StatementContext(database, statement, batchSize);
		Observation observation = start(context);
		Observation.Scope scope = this.observations.open(observation, this.registry);
		Exception failure = null;
		boolean reading = false;
		long start = System.nanoTime();
		try {
			R result = call.on(target);
			if (this.rows && result instanceof ResultSet resultSet) {
				reading = true;
				return counted(resultSet, observation, context, System.nanoTime() - start);
			}
			if (this.rows && result instanceof Number changed) {
				context.affectedRows(changed.longValue());
			}
			return result;
		}
		catch (SQLException | RuntimeException ex) {
			failure = ex;
			throw ex;
		}
		finally {
			long nanos = System.nanoTime() - start;
			this.guard.run(() -> this.slow.stopped(database, statement, nanos));
			this.observations.close(scope, this.registry);
			if (!reading) {
				stop(observation, context, nanos, failure);
			}
		}
	}

	/**
	 * The observation then ends with the result, but its time is that of the statement.
	 */
	@SuppressWarnings("unchecked")
	private <R> R counted(ResultSet result, Observation observation, StatementContext context, long nanos) {
		context.put(ObservationLatency.KEY, nanos);
		return (R) RowCounter.around(result, (rows) -> {
			context.returnedRows(rows);
			stop(observation, context, nanos, null);
		});
	}

	boolean isCountingRows() {
		return this.rows;
	}

	private Observation start(StatementContext context) {
		return this.observations.start(null, CONVENTION, context, this.registry);
	}

	private void stop(Observation observation, StatementContext context, long nanos, @Nullable Exception failure) {
		if (observation.isNoop()) {
			// A predicate that does not want it gives another one.
			if (observation == Observation.NOOP) {
				this.guard.run(() -> this.meters.record(context.database(), context.statement(), nanos, failure));
			}
			return;
		}
		if (failure != null) {
			this.observations.error(observation, withoutMessage(failure));
			context.setError(failure);
		}
		this.observations.stop(observation);
	}

	/**
	 * The message of a failure may hold the values of the statement.
	 */
	private static SQLException withoutMessage(Exception failure) {
		SQLException told = (failure instanceof SQLException sql)
				? new SQLException(null, sql.getSQLState(), sql.getErrorCode()) : new SQLException();
		told.setStackTrace(failure.getStackTrace());
		return told;
	}

	void transactionEnded(ObservedDatabase database, String outcome, long nanos) {
		try {
			this.meters.transaction(database, outcome).record(nanos, TimeUnit.NANOSECONDS);
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
	}

	void waited(ObservedDatabase database, long nanos) {
		try {
			this.waits.waited(database.name(), nanos);
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
	}

}
