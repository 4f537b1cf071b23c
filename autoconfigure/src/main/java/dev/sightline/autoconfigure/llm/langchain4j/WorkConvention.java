package dev.sightline.autoconfigure.llm.langchain4j;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * The names of a piece of work. Its timers are not those of its observation, so that it
 * has no tags.
 */
class WorkConvention implements ObservationConvention<WorkContext> {

	static final WorkConvention INSTANCE = new WorkConvention();

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof WorkContext;
	}

	@Override
	public String getName() {
		return WorkHandler.NAME;
	}

	@Override
	public String getContextualName(WorkContext context) {
		return context.spanName();
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(WorkContext context) {
		return context.details();
	}

}
