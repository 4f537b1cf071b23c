package dev.sightline.autoconfigure.llm.springai;

import java.util.Set;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.slf4j.LoggerFactory;

import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.llm.RagPipelines;

/**
 * Takes the advisors of Spring AI that retrieve documents for pipelines: an advisor's
 * observation has the rest of the chain in it, the call of the model too.
 */
class RagAdvisorHandler implements ObservationHandler<AdvisorObservationContext> {

	private static final Set<String> ADVISORS = Set.of("RetrievalAugmentationAdvisor", "QuestionAnswerAdvisor");

	private final RagPipelines pipelines;

	private final Guard guard = new Guard(LoggerFactory.getLogger(RagAdvisorHandler.class),
			"A pipeline of retrieval and generation was not observed. This is told once.");

	RagAdvisorHandler(RagPipelines pipelines) {
		this.pipelines = pipelines;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof AdvisorObservationContext advisor && ADVISORS.contains(advisor.getAdvisorName());
	}

	@Override
	public void onStart(AdvisorObservationContext context) {
		this.guard.run(() -> this.pipelines.started(context, context.getAdvisorName()));
	}

	@Override
	public void onStop(AdvisorObservationContext context) {
		this.guard.run(() -> this.pipelines.ended(context, context.getError()));
	}

}
