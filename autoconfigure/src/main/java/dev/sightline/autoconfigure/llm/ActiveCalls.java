package dev.sightline.autoconfigure.llm;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

import dev.sightline.autoconfigure.bounded.BoundedMap;

/**
 * Counts the calls that are under way.
 */
final class ActiveCalls implements ModelCallListener {

	private static final int LIMIT = 200;

	private final ModelNames models;

	private final Supplier<@Nullable MeterRegistry> registry;

	private final BoundedMap<CallTags, AtomicInteger> active = new BoundedMap<>(LIMIT, CallTags.OTHER);

	ActiveCalls(ObjectProvider<MeterRegistry> registry, ModelNames models) {
		this.registry = SingletonSupplier.ofNullable(registry::getIfAvailable);
		this.models = models;
	}

	@Override
	public void started(ModelCall call) {
		of(call).incrementAndGet();
	}

	@Override
	public void ended(ModelCall call) {
		of(call).decrementAndGet();
	}

	private AtomicInteger of(ModelCall call) {
		return Objects.requireNonNull(this.active.get(CallTags.of(call, this.models).request(), this::register));
	}

	private AtomicInteger register(CallTags tags) {
		AtomicInteger count = new AtomicInteger();
		MeterRegistry registry = this.registry.get();
		if (registry != null) {
			Gauge.builder(GenAi.OPERATIONS_ACTIVE.key(), count, AtomicInteger::get)
				.description("Calls of models that are under way")
				.tags(tags.requestTags())
				.strongReference(true)
				.register(registry);
		}
		return count;
	}

}
