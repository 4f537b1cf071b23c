package dev.sightline.autoconfigure.llm;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

/**
 * Takes an observation that anyone makes with the name of a pipeline for one.
 */
class RagObservationHandler implements ObservationHandler<Observation.Context> {

	/**
	 * The name of the observation.
	 */
	static final String NAME = "rag.pipeline";

	private static final String KEY = "rag.pipeline.name";

	private final RagPipelines pipelines;

	RagObservationHandler(RagPipelines pipelines) {
		this.pipelines = pipelines;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return NAME.equals(context.getName());
	}

	@Override
	public void onStart(Observation.Context context) {
		KeyValue name = context.getLowCardinalityKeyValue(KEY);
		this.pipelines.started(context, (name != null) ? name.getValue() : KeyValue.NONE_VALUE);
	}

	@Override
	public void onStop(Observation.Context context) {
		this.pipelines.ended(context, context.getError());
	}

}
