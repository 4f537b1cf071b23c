package dev.sightline.autoconfigure.llm.health;

import java.util.List;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.llm.LlmAutoConfiguration;
import dev.sightline.autoconfigure.llm.ModelCallListener;
import dev.sightline.autoconfigure.llm.ModelNames;

/**
 * Auto-configuration for the health of providers.
 */
@AutoConfiguration(after = { LlmAutoConfiguration.class, HealthContributorAutoConfiguration.class })
@ConditionalOnClass({ CompositeHealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(ModelNames.class)
public final class ProviderHealthAutoConfiguration {

	private static final String PREFIX = "llm/";

	/**
	 * The name of the bean is that of the check. The last condition is not on the class:
	 * it is made before anyone looks whether it is there.
	 */
	@Bean("llmHealthContributor")
	@ConditionalOnEnabledHealthIndicator("llm")
	@ConditionalOnMissingBean(name = { "llmHealthContributor", "llmHealthIndicator" })
	@Order(ModelCallListener.COST_ORDER + 100)
	Providers sightlineLlmHealthContributor(Environment environment) {
		return new Providers(critical(environment));
	}

	/**
	 * A provider that readiness depends on has to be there before its first call.
	 */
	private static List<String> critical(Environment environment) {
		return Binder.get(environment)
			.bind("sightline.health.critical", Bindable.listOf(String.class))
			.orElseGet(List::of)
			.stream()
			.map(String::trim)
			.filter((name) -> name.startsWith(PREFIX))
			.map((name) -> name.substring(PREFIX.length()))
			.toList();
	}

}
