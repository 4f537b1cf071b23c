package dev.sightline.autoconfigure.llm.langchain4j;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

/**
 * Measures work around calls of models, by the meters that all libraries share, in place
 * of those of its observation.
 */
class WorkHandler implements ObservationHandler<WorkContext>, MeterFilter {

	static final String NAME = "langchain4j.work";

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof WorkContext;
	}

	@Override
	public void onStart(WorkContext context) {
		context.started();
	}

	@Override
	public void onStop(WorkContext context) {
		context.ended();
	}

	@Override
	public MeterFilterReply accept(Meter.Id id) {
		return (id.getName().equals(NAME) || id.getName().equals(NAME + ".active")) ? MeterFilterReply.DENY
				: MeterFilterReply.NEUTRAL;
	}

}
