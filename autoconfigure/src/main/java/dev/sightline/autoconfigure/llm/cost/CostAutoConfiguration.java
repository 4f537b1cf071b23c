package dev.sightline.autoconfigure.llm.cost;

import java.time.Clock;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.util.function.SingletonSupplier;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.llm.CallAttributes;
import dev.sightline.autoconfigure.llm.LlmAutoConfiguration;
import dev.sightline.autoconfigure.llm.ModelNames;

/**
 * Auto-configuration for what calls of models cost.
 */
@AutoConfiguration(after = LlmAutoConfiguration.class)
@ConditionalOnClass({ MeterRegistry.class, ObservationRegistry.class })
@ConditionalOnBean(ModelNames.class)
@ConditionalOnEnabledSignal(Signal.LLM)
@EnableConfigurationProperties(CostProperties.class)
public final class CostAutoConfiguration {

	@Bean
	CostListener sightlineModelCosts(CostProperties properties, ObjectProvider<ModelCostSource> sources,
			ObjectProvider<MeterRegistry> registry, ModelNames models, CallAttributes attributes,
			ObjectProvider<Clock> clock) {
		List<Price> table = PriceFile.table();
		PriceAge.tell(table, clock.getIfUnique(Clock::systemUTC));
		return new CostListener(SingletonSupplier.of(() -> sources.orderedStream().toList()),
				List.of(new PriceList(OwnPrices.of(properties.getPrices())), new PriceList(table)),
				new CostMeters(registry, models, properties.getCost().getAttributes(), attributes),
				new UnpricedModels(registry));
	}

}
