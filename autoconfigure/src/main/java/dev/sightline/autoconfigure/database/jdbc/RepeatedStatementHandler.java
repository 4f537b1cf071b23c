package dev.sightline.autoconfigure.database.jdbc;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.bounded.CountedLine;
import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.database.DatabaseTags;
import dev.sightline.autoconfigure.database.SqlStatement;
import dev.sightline.autoconfigure.spans.Spans;

/**
 * Tells, when a request is over, how many statements it ran and which of them too often.
 */
class RepeatedStatementHandler implements ObservationHandler<Observation.Context> {

	private static final Logger logger = LoggerFactory.getLogger(RepeatedStatementHandler.class);

	/**
	 * More routes than any application has.
	 */
	private static final int LIMIT = 2000;

	private static final Repeated OTHER = new Repeated(BoundedMap.OTHER,
			new SqlStatement(BoundedMap.OTHER, BoundedMap.OTHER, BoundedMap.OTHER));

	private final int threshold;

	private final ObjectProvider<MeterRegistry> registry;

	private final Spans spans;

	private final BoundedMap<String, DistributionSummary> summaries = new BoundedMap<>(LIMIT, BoundedMap.OTHER);

	private final CountedLine<Repeated> repeated;

	private final Guard guard = new Guard(logger, "The statements of a request were not told. This is told once.");

	RepeatedStatementHandler(int threshold, ObjectProvider<MeterRegistry> registry, Spans spans) {
		if (threshold < 1) {
			throw new InvalidConfigurationPropertyValueException("sightline.jdbc.repeated-threshold", threshold,
					"It has to be 1 or more, such as 20.");
		}
		this.threshold = threshold;
		this.registry = registry;
		this.spans = spans;
		this.repeated = new CountedLine<>(registry, RepeatedStatementHandler::counter, LIMIT, OTHER);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	@Override
	public void onStop(Observation.Context context) {
		StatementCounts counts = StatementCounts.of(context);
		if (counts != null) {
			try {
				tell(context, counts);
			}
			catch (RuntimeException ex) {
				this.guard.tell(ex);
			}
		}
	}

	private void tell(Observation.Context context, StatementCounts counts) {
		String route = route(context);
		DistributionSummary summary = this.summaries.get(route, this::summary);
		if (summary != null) {
			summary.record(counts.total());
		}
		if (counts.most() <= this.threshold) {
			return;
		}
		counts.repeated(this.threshold, (statement, count) -> this.repeated.count(new Repeated(route, statement.sql()),
				(more) -> this.spans.run(context, () -> log(route, statement, count, more))));
	}

	/**
	 * The route of a request, and for anything else what its span is called.
	 */
	private static String route(Observation.Context context) {
		KeyValue uri = context.getLowCardinalityKeyValue("uri");
		if (uri != null) {
			return uri.getValue();
		}
		String name = (context.getContextualName() != null) ? context.getContextualName() : context.getName();
		return (name != null) ? name : KeyValue.NONE_VALUE;
	}

	private @Nullable DistributionSummary summary(String route) {
		MeterRegistry registry = this.registry.getIfAvailable();
		return (registry != null) ? DistributionSummary.builder("jdbc.statements.per.request")
			.description("Statements that one request ran")
			.tag("uri", route)
			.register(registry) : null;
	}

	private static Counter.Builder counter(Repeated repeated) {
		return Counter.builder("jdbc.statements.repeated")
			.description("Requests that ran the same statement more often than the threshold")
			.tag("uri", repeated.route())
			.tag(DatabaseTags.OPERATION, repeated.statement().operation())
			.tag(DatabaseTags.COLLECTION, DatabaseTags.collection(repeated.statement().collection()));
	}

	private static void log(String route, KnownStatement statement, int count, String more) {
		logger.atWarn()
			.addKeyValue("event_type", "performance")
			.addKeyValue("http.route", route)
			.addKeyValue(DatabaseTags.QUERY_TEXT, statement.sql().text())
			.addKeyValue("count", count)
			.log("Repeated query: {} ran {} times in one {}{}: {}", statement.summary(), count, route, more,
					statement.sql().text());
	}

	private record Repeated(String route, SqlStatement statement) {

	}

}
