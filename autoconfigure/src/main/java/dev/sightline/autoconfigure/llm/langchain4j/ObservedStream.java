package dev.sightline.autoconfigure.llm.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingHandle;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.ModelCall;

/**
 * What is seen of one stream. A chunk costs one look at the clock.
 */
final class ObservedStream {

	private final ObservedCall<ChatContext> call;

	private final ChatContext context;

	private final @Nullable ModelCall modelCall;

	ObservedStream(ObservedCall<ChatContext> call, ChatContext context) {
		this.call = call;
		this.context = context;
		this.modelCall = context.get(ModelCall.class);
	}

	void chunk(@Nullable String text) {
		if (this.modelCall != null) {
			this.modelCall.chunk();
		}
		this.context.streamed(text);
	}

	void completed(@Nullable ChatResponse response) {
		this.call.succeeded((known) -> {
			if (response != null) {
				known.answered(response);
			}
		});
	}

	void failed(Throwable error) {
		this.call.failed(error);
	}

	void cancelled() {
		this.call.cancelled();
	}

	/**
	 * Tell the caller of the end.
	 */
	void resume(Runnable action) {
		this.call.resume(action);
	}

	/**
	 * A handle that tells when the stream is cancelled, from wherever.
	 */
	StreamingHandle observed(StreamingHandle handle) {
		return new StreamingHandle() {

			@Override
			public void cancel() {
				// First, since whoever reads the stream may take it for a failure.
				cancelled();
				handle.cancel();
			}

			@Override
			public boolean isCancelled() {
				return handle.isCancelled();
			}

		};
	}

}
