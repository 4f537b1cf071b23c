package dev.sightline.autoconfigure.llm;

import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

import dev.sightline.autoconfigure.bounded.BoundedMap;

/**
 * Records each call, whichever library made it.
 */
final class ModelCallMeters implements ModelCallListener {

	/**
	 * Operations times providers times models: far more than anybody uses.
	 */
	private static final int LIMIT = 500;

	private final ModelNames models;

	private final LlmProperties properties;

	private final Supplier<@Nullable MeterRegistry> registry;

	private final BoundedMap<CallTags, CallMeters> meters = new BoundedMap<>(LIMIT, CallTags.OTHER);

	ModelCallMeters(ObjectProvider<MeterRegistry> registry, ModelNames models, LlmProperties properties) {
		this.registry = SingletonSupplier.ofNullable(registry::getIfAvailable);
		this.models = models;
		this.properties = properties;
	}

	@Override
	public void ended(ModelCall call) {
		CallMeters meters = meters(call);
		if (meters != null) {
			meters.record(call);
		}
	}

	@Override
	public void streamed(ModelCall call) {
		CallMeters meters = (call.chunks() > 1) ? meters(call) : null;
		if (meters != null) {
			meters.recordChunks(call);
		}
	}

	private @Nullable CallMeters meters(ModelCall call) {
		return this.meters.get(CallTags.of(call, this.models), this::create);
	}

	private @Nullable CallMeters create(CallTags tags) {
		MeterRegistry registry = this.registry.get();
		return (registry != null) ? new CallMeters(registry, tags, this.properties) : null;
	}

}
