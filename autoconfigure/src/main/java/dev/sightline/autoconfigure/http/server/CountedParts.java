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

		private @Nullable CountedMono mono;

		private @Nullable CountedFlux flux;

		/**
		 * Spring and Reactor treat a {@link Mono} better than a {@link Flux}, so it stays
		 * one.
		 */
		Publisher<DataBuffer> of(Publisher<? extends DataBuffer> source) {
			this.source = source;
			return (source instanceof Mono) ? mono() : flux();
		}

		private CountedMono mono() {
			CountedMono mono = this.mono;
			if (mono == null) {
				mono = new CountedMono(this);
				this.mono = mono;
			}
			return mono;
		}

		private CountedFlux flux() {
			CountedFlux flux = this.flux;
			if (flux == null) {
				flux = new CountedFlux(this);
				this.flux = flux;
			}
			return flux;
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

		private CoreSubscriber<? super DataBuffer> subscriber() {
			CoreSubscriber<? super DataBuffer> subscriber = this.subscriber;
			if (subscriber == null) {
				throw new IllegalStateException("A part of an answer ended already");
			}
			return subscriber;
		}

		/**
		 * Be there for another part before whoever writes asks for it.
		 */
		private CoreSubscriber<? super DataBuffer> end() {
			CoreSubscriber<? super DataBuffer> subscriber = subscriber();
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
			subscriber().onSubscribe(subscription);
		}

		@Override
		public void onNext(DataBuffer buffer) {
			if (this.subscriber == null) {
				Operators.onNextDropped(buffer, Context.empty());
				return;
			}
			CountedParts.this.counter.accept(buffer);
			subscriber().onNext(buffer);
		}

		@Override
		public void onError(Throwable error) {
			if (this.subscriber == null) {
				Operators.onErrorDropped(error, Context.empty());
				return;
			}
			end().onError(error);
		}

		@Override
		public void onComplete() {
			if (this.subscriber != null) {
				end().onComplete();
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
