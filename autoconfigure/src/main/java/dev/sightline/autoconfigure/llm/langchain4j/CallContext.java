package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.Map;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelContent;

/**
 * What is known of one call of a model while it runs. It is that of a client, so that its
 * span is one too, but the provider gets no header: LangChain4j makes the request.
 */
abstract class CallContext extends SenderContext<Map<String, String>> {

	private final String operation;

	private final String provider;

	private final @Nullable String requestModel;

	private final boolean streaming;

	private volatile boolean cancelled;

	CallContext(String operation, String provider, @Nullable String requestModel, boolean streaming) {
		super((carrier, key, value) -> {
		}, Kind.CLIENT);
		this.operation = operation;
		this.provider = provider;
		this.requestModel = requestModel;
		this.streaming = streaming;
		setCarrier(Map.of());
		setRemoteServiceName(provider);
	}

	final String operation() {
		return this.operation;
	}

	final String provider() {
		return this.provider;
	}

	final @Nullable String requestModel() {
		return this.requestModel;
	}

	final void cancelled() {
		this.cancelled = true;
	}

	final ModelCall createCall() {
		return new ModelCall(this, this.operation, this.provider, this.requestModel, this.streaming);
	}

	/**
	 * Fill in what is known at the end.
	 */
	void complete(ModelCall call) {
		call.cancelled(this.cancelled);
		call.responseModel(responseModel());
	}

	/**
	 * The model that answered, {@code null} as long as that is not known.
	 */
	@Nullable String responseModel() {
		return null;
	}

	/**
	 * What was said.
	 */
	ModelContent content() {
		return ModelContent.NONE;
	}

	/**
	 * What the span tells of the request and of the answer.
	 */
	KeyValues details() {
		return KeyValues.empty();
	}

}
