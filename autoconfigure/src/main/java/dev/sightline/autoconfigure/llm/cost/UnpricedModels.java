package dev.sightline.autoconfigure.llm.cost;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.llm.GenAi;
import dev.sightline.autoconfigure.llm.ModelCall;

/**
 * Tells of models that nobody knows a price of, each once.
 */
final class UnpricedModels {

	private static final Logger logger = LoggerFactory.getLogger(UnpricedModels.class);

	/**
	 * All after that are told of as one.
	 */
	private static final int LIMIT = 100;

	private static final int LONGEST = 200;

	private static final Model OTHER = new Model(BoundedMap.OTHER, BoundedMap.OTHER);

	private final ObjectProvider<MeterRegistry> registry;

	private final AtomicInteger count = new AtomicInteger();

	private final BoundedMap<Model, Model> known = new BoundedMap<>(LIMIT, OTHER);

	UnpricedModels(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	void add(ModelCall call) {
		String model = (call.responseModel() != null) ? call.responseModel()
				: Objects.requireNonNullElse(call.requestModel(), "none");
		this.known.get(new Model(call.provider(), (model.length() > LONGEST) ? BoundedMap.OTHER : model), this::tell);
	}

	private Model tell(Model model) {
		if (this.count.incrementAndGet() == 1) {
			MeterRegistry registry = this.registry.getIfAvailable();
			if (registry != null) {
				Gauge.builder(GenAi.UNPRICED_MODELS.key(), this.count, AtomicInteger::get)
					.description("Models that were called and whose price is not known")
					.register(registry);
			}
		}
		logger.warn("The price of model '{}' of provider '{}' is not known, so that its cost is not either."
				+ " Set 'sightline.llm.prices.<name>.model' to the model, and '.input' and '.output' to the prices of"
				+ " a million tokens.", model.name(), model.provider());
		return model;
	}

	private record Model(String provider, String name) {

	}

}
