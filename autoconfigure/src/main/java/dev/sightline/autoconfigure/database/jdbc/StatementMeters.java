package dev.sightline.autoconfigure.database.jdbc;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.database.DatabaseTags;

/**
 * The timers of statements and transactions, each looked up once.
 */
class StatementMeters {

	private final MeterRegistry registry;

	private final AtomicInteger generation = new AtomicInteger();

	/**
	 * One for each data source and outcome.
	 */
	private final ConcurrentMap<String, Timer> transactions = new ConcurrentHashMap<>();

	StatementMeters(MeterRegistry registry) {
		this.registry = registry;
		// A timer that was removed would go on counting where nobody looks.
		registry.config().onMeterRemoved((meter) -> {
			this.generation.incrementAndGet();
			this.transactions.clear();
		});
	}

	void record(ObservedDatabase database, KnownStatement statement, long nanos, @Nullable Throwable failure) {
		int generation = this.generation.get();
		Timer timer = (failure == null) ? statement.timer(generation) : null;
		if (timer == null) {
			timer = DatabaseTags.timer(this.registry, StatementConvention.tags(database, statement, failure), failure);
			if (failure == null) {
				statement.timer(timer, generation);
			}
		}
		timer.record(nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * The timer of the transactions of a data source that end so.
	 */
	Timer transaction(ObservedDatabase database, String outcome) {
		String key = database.name() + ' ' + outcome;
		return this.transactions.computeIfAbsent(key,
				(absent) -> Timer.builder("jdbc.transactions")
					.description("Transactions, from the first statement to the end")
					.tag(DatabaseTags.POOL, database.name())
					.tag(DatabaseTags.OUTCOME, outcome)
					.register(this.registry));
	}

}
