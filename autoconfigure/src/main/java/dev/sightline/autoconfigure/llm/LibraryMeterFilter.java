package dev.sightline.autoconfigure.llm;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;

/**
 * Takes out the meters by which libraries tell of calls that ours tell of: under another
 * name, or under the same in another shape.
 */
final class LibraryMeterFilter implements MeterFilter {

	/**
	 * Of the observation: its timers, and the counters of its events.
	 */
	private static final String OPERATION = GenAi.OPERATION.key();

	/**
	 * Of the observations of tools, vector stores and pipelines.
	 */
	private static final Set<String> OTHERS = Stream
		.of("spring.ai.tool", "db.vector.client.operation", Retrieval.PIPELINE.key())
		.flatMap((name) -> Stream.of(name, name + ".active"))
		.collect(Collectors.toUnmodifiableSet());

	@Override
	public MeterFilterReply accept(Meter.Id id) {
		String name = id.getName();
		if (OTHERS.contains(name)) {
			return MeterFilterReply.DENY;
		}
		if (!name.startsWith(GenAi.PREFIX)) {
			return MeterFilterReply.NEUTRAL;
		}
		boolean library = isOfObservation(name)
				|| name.equals(GenAi.OPERATION_DURATION.key()) && id.getTag(GenAi.ERROR_TYPE.key()) == null
				|| name.equals(GenAi.TOKEN_USAGE.key()) && !isOurTokenUsage(id);
		return library ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
	}

	private static boolean isOfObservation(String name) {
		return name.equals(OPERATION) || name.equals(OPERATION + ".active")
				|| name.equals(OPERATION + "." + GenAi.CHUNK.key());
	}

	private static boolean isOurTokenUsage(Meter.Id id) {
		return id.getType() == Meter.Type.DISTRIBUTION_SUMMARY && id.getBaseUnit() == null;
	}

}
