package dev.sightline.autoconfigure.llm.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.llm.CallAttributes;
import dev.sightline.autoconfigure.llm.Cost;
import dev.sightline.autoconfigure.llm.GenAi;
import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelNames;

/**
 * Counts money, exactly: a sum of many small numbers of type double would drift.
 */
final class CostMeters {

	/**
	 * How many combinations of values of attributes are told apart.
	 */
	private static final int VALUES = 100;

	/**
	 * Operations times providers times models: far more than anybody uses.
	 */
	private static final int CALLS = 500;

	private final ObjectProvider<MeterRegistry> registry;

	private final ModelNames models;

	private final List<String> attributes;

	private final CallAttributes finder;

	private final ConcurrentHashMap<Tags, AtomicReference<BigDecimal>> sums = new ConcurrentHashMap<>();

	private final BoundedMap<List<String>, List<String>> values;

	private final BoundedMap<Tags, Tags> calls = new BoundedMap<>(CALLS,
			tags(BoundedMap.OTHER, BoundedMap.OTHER, BoundedMap.OTHER));

	/**
	 * Create it.
	 * @param registry where it is counted
	 * @param models bounds the names of models
	 * @param attributes the keys of the attributes that are tags of costs
	 * @param finder finds their values
	 */
	CostMeters(ObjectProvider<MeterRegistry> registry, ModelNames models, List<String> attributes,
			CallAttributes finder) {
		this.registry = registry;
		this.models = models;
		this.attributes = List.copyOf(attributes);
		this.finder = finder;
		this.values = new BoundedMap<>(VALUES, Collections.nCopies(attributes.size(), BoundedMap.OTHER));
	}

	/**
	 * Count what a call cost.
	 */
	void add(ModelCall call, Cost cost) {
		Tags tags = tags(call).and(GenAi.CURRENCY.key(), cost.currency()).and(attributes(call));
		this.sums.computeIfAbsent(tags, this::register).accumulateAndGet(cost.amount(), BigDecimal::add);
	}

	/**
	 * Count a call whose cost is not known.
	 */
	void unknown(ModelCall call, String reason) {
		MeterRegistry registry = this.registry.getIfAvailable();
		if (registry != null) {
			Counter.builder(GenAi.COST_UNKNOWN.key())
				.description("Calls of models whose cost is not known")
				.tags(tags(call).and(GenAi.REASON.key(), reason))
				.register(registry)
				.increment();
		}
	}

	private AtomicReference<BigDecimal> register(Tags tags) {
		AtomicReference<BigDecimal> sum = new AtomicReference<>(BigDecimal.ZERO);
		MeterRegistry registry = this.registry.getIfAvailable();
		if (registry != null) {
			FunctionCounter.builder(GenAi.COST.key(), sum, (it) -> it.get().doubleValue())
				.description("What calls of models cost")
				.tags(tags)
				.register(registry);
		}
		return sum;
	}

	private Tags tags(ModelCall call) {
		Tags tags = tags(call.operation(), call.provider(), this.models.tag(call.requestModel()));
		return Objects.requireNonNull(this.calls.get(tags, (it) -> it));
	}

	private static Tags tags(String operation, String provider, String model) {
		return Tags.of(GenAi.OPERATION_NAME.key(), operation, GenAi.PROVIDER_NAME.key(), provider,
				GenAi.REQUEST_MODEL.key(), model);
	}

	private List<Tag> attributes(ModelCall call) {
		if (this.attributes.isEmpty()) {
			return List.of();
		}
		List<String> found = new ArrayList<>();
		for (String attribute : this.attributes) {
			String value = this.finder.find(call.context(), attribute);
			found.add((value != null && !value.isBlank()) ? value : KeyValue.NONE_VALUE);
		}
		List<String> bounded = Objects.requireNonNull(this.values.get(found, (values) -> values));
		List<Tag> tags = new ArrayList<>();
		for (int i = 0; i < bounded.size(); i++) {
			tags.add(Tag.of(this.attributes.get(i), bounded.get(i)));
		}
		return tags;
	}

}
