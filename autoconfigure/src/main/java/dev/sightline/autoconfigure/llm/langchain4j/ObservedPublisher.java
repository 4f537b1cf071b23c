package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Supplier;

import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import org.jspecify.annotations.Nullable;

/**
 * Observes a stream that is published, once for each subscriber, since each makes a call.
 */
class ObservedPublisher implements Publisher<ChatModelStreamingEvent> {

	private final Publisher<ChatModelStreamingEvent> delegate;

	private final Supplier<ObservedCall<ChatContext>> start;

	ObservedPublisher(Publisher<ChatModelStreamingEvent> delegate, Supplier<ObservedCall<ChatContext>> start) {
		this.delegate = delegate;
		this.start = start;
	}

	@Override
	public void subscribe(Subscriber<? super ChatModelStreamingEvent> subscriber) {
		ObservedCall<ChatContext> call;
		try {
			call = this.start.get();
		}
		catch (RuntimeException refused) {
			// A publisher tells of what is wrong in no other way.
			subscriber.onSubscribe(new Refused());
			subscriber.onError(refused);
			return;
		}
		ChatContext context = call.context();
		Subscriber<? super ChatModelStreamingEvent> observed = (context != null)
				? new ObservedSubscriber(subscriber, new ObservedStream(call, context)) : subscriber;
		call.within(() -> {
			this.delegate.subscribe(observed);
			return true;
		});
	}

	private static final class Refused implements Subscription {

		@Override
		public void request(long count) {
		}

		@Override
		public void cancel() {
		}

	}

	private static final class ObservedSubscriber implements Subscriber<ChatModelStreamingEvent> {

		private final Subscriber<? super ChatModelStreamingEvent> subscriber;

		private final ObservedStream stream;

		private @Nullable ChatResponse response;

		ObservedSubscriber(Subscriber<? super ChatModelStreamingEvent> subscriber, ObservedStream stream) {
			this.subscriber = subscriber;
			this.stream = stream;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscriber.onSubscribe(new Subscription() {

				@Override
				public void request(long count) {
					subscription.request(count);
				}

				@Override
				public void cancel() {
					ObservedSubscriber.this.stream.cancelled();
					subscription.cancel();
				}

			});
		}

		@Override
		public void onNext(ChatModelStreamingEvent event) {
			if (event instanceof PartialResponse part) {
				this.stream.chunk(part.text());
			}
			else if (event instanceof PartialThinking || event instanceof PartialToolCall) {
				this.stream.chunk(null);
			}
			else if (event instanceof CompleteResponse complete) {
				this.response = complete.chatResponse();
			}
			this.subscriber.onNext(event);
		}

		@Override
		public void onError(Throwable error) {
			this.stream.failed(error);
			this.stream.resume(() -> this.subscriber.onError(error));
		}

		@Override
		public void onComplete() {
			this.stream.completed(this.response);
			this.stream.resume(this.subscriber::onComplete);
		}

	}

}
