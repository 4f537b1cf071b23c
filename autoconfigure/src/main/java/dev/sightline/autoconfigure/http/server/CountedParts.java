package dev.sightline.autoconfigure.http.server;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * The parts of one answer that are flushed one by one, such as events. What looks at a
 * part is used again when that is written, so that a stream has no more of them than are
 * on their way at once, however long it is.
 */
final class CountedParts implements Function<Publisher<? extends DataBuffer>, Publisher<DataBuffer>> {

	private final Consumer<DataBuffer> counter;

	/**
	 * Parts come one after the other, so that one thread at a time takes from the list.
	 * Any may give back.
	 */
	private final AtomicReference<@Nullable Part> idle = new AtomicReference<>();

	CountedParts(Consumer<DataBuffer> counter) {
		this.counter = counter;
	}

	/**
	 * Count a part.
	 * @param source the part, which is subscribed to once
	 */
	@Override
	public Publisher<DataBuffer> apply(Publisher<? extends DataBuffer> source) {
		Part part = this.idle.get();
		while (part != null && !this.idle.compareAndSet(part, part.next)) {
			part = this.idle.get();
		}
		return ((part != null) ? part : new Part()).of(source);
	}

	private final class Part implements CoreSubscriber<DataBuffer> {

		private @Nullable Part next;

		private @Nullable Publisher<? extends DataBuffer> source;

		private @Nullable CoreSubscriber<? super DataBuffer> subscriber;

		private final CountedMono mono = new CountedMono(this);

		private final CountedFlux flux = new CountedFlux(this);

		/**
		 * Spring and Reactor treat a {@link Mono} better than a {@link Flux}, so it stays
		 * one.
		 */
		Publisher<DataBuffer> of(Publisher<? extends DataBuffer> source) {
			this.source = source;
			return (source instanceof Mono) ? this.mono : this.flux;
		}

		void subscribe(CoreSubscriber<? super DataBuffer> subscriber) {
			Publisher<? extends DataBuffer> source = this.source;
			if (source == null) {
				throw new IllegalStateException("A part of an answer is written once");
			}
			this.source = null;
			this.subscriber = subscriber;
			source.subscribe(this);
		}

		/**
		 * What Reactor asks is for the source to answer, since nothing is done here but
		 * to count: it would else propagate its context once more for each part.
		 */
		@Nullable Object scan(Scannable.Attr<?> key) {
			return Scannable.from(this.source).scanUnsafe(key);
		}

		/**
		 * Be there for another part before whoever writes asks for it.
		 * @return who writes this one, {@code null} if it ended before
		 */
		private @Nullable CoreSubscriber<? super DataBuffer> end() {
			CoreSubscriber<? super DataBuffer> subscriber = this.subscriber;
			if (subscriber == null) {
				return null;
			}
			this.subscriber = null;
			Part next;
			do {
				next = CountedParts.this.idle.get();
				this.next = next;
			}
			while (!CountedParts.this.idle.compareAndSet(next, this));
			return subscriber;
		}

		@Override
		public Context currentContext() {
			CoreSubscriber<? super DataBuffer> subscriber = this.subscriber;
			return (subscriber != null) ? subscriber.currentContext() : Context.empty();
		}

		/**
		 * Servers do not fuse what they write, so that each buffer comes by.
		 */
		@Override
		public void onSubscribe(Subscription subscription) {
			CoreSubscriber<? super DataBuffer> subscriber = this.subscriber;
			if (subscriber != null) {
				subscriber.onSubscribe(subscription);
			}
		}

		@Override
		public void onNext(DataBuffer buffer) {
			CoreSubscriber<? super DataBuffer> subscriber = this.subscriber;
			if (subscriber == null) {
				Operators.onNextDropped(buffer, Context.empty());
				return;
			}
			CountedParts.this.counter.accept(buffer);
			subscriber.onNext(buffer);
		}

		@Override
		public void onError(Throwable error) {
			CoreSubscriber<? super DataBuffer> subscriber = end();
			if (subscriber != null) {
				subscriber.onError(error);
			}
			else {
				Operators.onErrorDropped(error, Context.empty());
			}
		}

		@Override
		public void onComplete() {
			CoreSubscriber<? super DataBuffer> subscriber = end();
			if (subscriber != null) {
				subscriber.onComplete();
			}
		}

	}

	private static final class CountedMono extends Mono<DataBuffer> implements Scannable {

		private final Part part;

		CountedMono(Part part) {
			this.part = part;
		}

		@Override
		public void subscribe(CoreSubscriber<? super DataBuffer> subscriber) {
			this.part.subscribe(subscriber);
		}

		@Override
		@SuppressWarnings("rawtypes")
		public @Nullable Object scanUnsafe(Attr key) {
			return this.part.scan(key);
		}

	}

	private static final class CountedFlux extends Flux<DataBuffer> implements Scannable {

		private final Part part;

		CountedFlux(Part part) {
			this.part = part;
		}

		@Override
		public void subscribe(CoreSubscriber<? super DataBuffer> subscriber) {
			this.part.subscribe(subscriber);
		}

		@Override
		@SuppressWarnings("rawtypes")
		public @Nullable Object scanUnsafe(Attr key) {
			return this.part.scan(key);
		}

	}

}
