package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.common.KeyValues;

import dev.sightline.autoconfigure.llm.GenAi;
import dev.sightline.autoconfigure.llm.RagPipelines;

/**
 * What is known of a call of an AI service while it runs.
 */
final class ServiceContext extends WorkContext {

	private final RagPipelines pipelines;

	private final String service;

	private final String method;

	private final AtomicBoolean retrieves = new AtomicBoolean();

	ServiceContext(RagPipelines pipelines, String service, String method) {
		this.pipelines = pipelines;
		this.service = service;
		this.method = method;
	}

	/**
	 * Note that it looks for something to tell the model.
	 */
	void retrieves() {
		if (this.retrieves.compareAndSet(false, true)) {
			this.pipelines.started(this, this.service);
		}
	}

	@Override
	String spanName() {
		return this.service + "." + this.method;
	}

	@Override
	KeyValues details() {
		return KeyValues.of(GenAi.OPERATION_NAME.key(), "invoke_workflow", "gen_ai.workflow.name", spanName());
	}

	@Override
	void started() {
		// It is no pipeline until it retrieves.
	}

	@Override
	void ended() {
		this.pipelines.ended(this, getError());
	}

}
