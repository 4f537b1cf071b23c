package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.List;

import dev.langchain4j.rag.content.Content;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.GenAi;

/**
 * What is known of a retrieval while it runs. That an AI service retrieves makes it a
 * pipeline.
 */
final class RetrievalContext extends WorkContext {

	private static final String RETRIEVAL = "retrieval";

	private int contents = -1;

	void found(List<Content> contents) {
		this.contents = contents.size();
	}

	@Override
	String spanName() {
		return RETRIEVAL;
	}

	@Override
	KeyValues details() {
		KeyValues details = KeyValues.of(GenAi.OPERATION_NAME.key(), RETRIEVAL);
		return (this.contents >= 0) ? details.and("sightline.llm.retrieval.contents", Integer.toString(this.contents))
				: details;
	}

	@Override
	void started() {
		ServiceContext service = service(getParentObservation());
		if (service != null) {
			service.retrieves();
		}
	}

	private static @Nullable ServiceContext service(@Nullable ObservationView observation) {
		ObservationView parent = observation;
		while (parent != null) {
			if (parent.getContextView() instanceof ServiceContext service) {
				return service;
			}
			parent = parent.getContextView().getParentObservation();
		}
		return null;
	}

	@Override
	void ended() {
		// What it does inside is measured there.
	}

}
