package dev.sightline.autoconfigure.llm;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

/**
 * Takes an observation that anyone makes with the name of a pipeline for one.
 */
class RagObservationHandler implements ObservationHandler<Observation.Context> {

	private final RagPipelines pipelines;

	RagObservationHandler(RagPipelines pipelines) {
		this.pipelines = pipelines;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return Retrieval.PIPELINE.key().equals(context.getName());
	}

	@Override
	public void onStart(Observation.Context context) {
		KeyValue name = context.getLowCardinalityKeyValue(Retrieval.PIPELINE_NAME.key());
		this.pipelines.started(context, (name != null) ? name.getValue() : null);
	}

	@Override
	public void onStop(Observation.Context context) {
		this.pipelines.ended(context, context.getError());
	}

}
