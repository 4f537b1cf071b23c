package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.Map;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Consumer;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.testing.Allocations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a chunk of a stream costs that Sightline looks at.
 */
class StreamAllocationTests {

	private final ChatRequest request = ChatRequest.builder().messages(UserMessage.from("Hello")).build();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final Calls calls = new Calls(
			new StaticListableBeanFactory(Map.<String, Object>of("registry", this.registry))
				.getBeanProvider(ObservationRegistry.class));

	private long seen;

	@BeforeEach
	void observe() {
		this.registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStart(Observation.Context context) {
				context.put(ModelCall.class, ((CallContext) context).createCall());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
	}

	@Test
	void shouldAllocateNothingForTextThatAHandlerIsTold() {
		assertThat(perChunk((handler) -> handler.onPartialResponse("word "))).isLessThan(1);
	}

	@Test
	void shouldAllocateNothingForAPartThatAHandlerIsTold() {
		PartialResponse part = new PartialResponse("word ");
		PartialResponseContext context = new PartialResponseContext(new Handle());
		assertThat(perChunk((handler) -> handler.onPartialResponse(part, context))).isLessThan(1);
	}

	@Test
	void shouldAllocateNothingForAnEventThatIsPublished() {
		PartialResponse part = new PartialResponse("word ");
		assertThat(Allocations.perItem(
				(count) -> new ObservedStreamingChatModel(new Publishing(part, count), this.calls).chat(this.request)
					.subscribe(new Seeing())))
			.isLessThan(1);
		assertThat(this.seen).isPositive();
	}

	private double perChunk(Consumer<StreamingChatResponseHandler> chunk) {
		double bytes = Allocations.perItem((count) -> {
			StreamingChatModel model = new StreamingChatModel() {

				@Override
				public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
					for (int i = 0; i < count; i++) {
						chunk.accept(handler);
					}
				}

			};
			new ObservedStreamingChatModel(model, this.calls).chat(this.request, new Handler());
		});
		assertThat(this.seen).isPositive();
		return bytes;
	}

	private final class Handler implements StreamingChatResponseHandler {

		@Override
		public void onPartialResponse(String text) {
			StreamAllocationTests.this.seen++;
		}

		@Override
		public void onPartialResponse(PartialResponse part, PartialResponseContext context) {
			StreamAllocationTests.this.seen++;
		}

		@Override
		public void onCompleteResponse(ChatResponse response) {
		}

		@Override
		public void onError(Throwable error) {
		}

	}

	private static final class Handle implements StreamingHandle {

		@Override
		public void cancel() {
		}

		@Override
		public boolean isCancelled() {
			return false;
		}

	}

	/**
	 * Publishes the same part again and again.
	 */
	private record Publishing(PartialResponse part, int count) implements StreamingChatModel {

		@Override
		public Publisher<ChatModelStreamingEvent> doChat(ChatRequest request) {
			return (subscriber) -> {
				subscriber.onSubscribe(new Nothing());
				for (int i = 0; i < this.count; i++) {
					subscriber.onNext(this.part);
				}
				subscriber.onComplete();
			};
		}

		@Override
		public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
		}

	}

	private static final class Nothing implements Subscription {

		@Override
		public void request(long count) {
		}

		@Override
		public void cancel() {
		}

	}

	private final class Seeing implements Subscriber<ChatModelStreamingEvent> {

		@Override
		public void onSubscribe(Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(ChatModelStreamingEvent event) {
			StreamAllocationTests.this.seen++;
		}

		@Override
		public void onError(Throwable error) {
		}

		@Override
		public void onComplete() {
		}

	}

}
