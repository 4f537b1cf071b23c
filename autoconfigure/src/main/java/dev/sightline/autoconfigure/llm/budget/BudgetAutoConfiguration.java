package dev.sightline.autoconfigure.llm.budget;

import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.identity.ServiceIdentity;
import dev.sightline.autoconfigure.llm.CallAttributes;
import dev.sightline.autoconfigure.llm.LlmAutoConfiguration;
import dev.sightline.autoconfigure.llm.ModelCallSources;

/**
 * Auto-configuration for the budgets of calls of models, if there are any.
 */
@AutoConfiguration(after = LlmAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass({ MeterRegistry.class, ObservationRegistry.class })
@ConditionalOnBean(ModelCallSources.class)
@ConditionalOnEnabledSignal(Signal.LLM)
@Conditional(OnBudgetsCondition.class)
@EnableConfigurationProperties(BudgetProperties.class)
public final class BudgetAutoConfiguration {

	@Bean
	BudgetNotices sightlineBudgetNotices(ApplicationEventPublisher publisher) {
		return new BudgetNotices(publisher);
	}

	@Bean
	Budgets sightlineBudgets(BudgetProperties properties, ObjectProvider<SharedLedger> ledger,
			CallAttributes attributes, ObjectProvider<Clock> clock, BudgetNotices notices,
			ObjectProvider<MeterRegistry> registry) {
		SharedLedger shared = ledger.getIfAvailable();
		return new Budgets(BudgetSettings.of(properties.getBudgets(), shared != null), attributes,
				clock.getIfUnique(Clock::systemUTC), notices, new BudgetMeters(registry), shared);
	}

	@Bean
	BudgetListener sightlineBudgetListener(Budgets budgets) {
		return new BudgetListener(budgets.all());
	}

	@Bean
	BudgetPredicate sightlineBudgetPredicate(ObjectProvider<Budgets> budgets,
			ObjectProvider<ModelCallSources> sources) {
		return new BudgetPredicate(() -> budgets.getObject().refusing(), sources);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RedisConnectionFactory.class)
	@ConditionalOnBean(RedisConnectionFactory.class)
	@Conditional(OnSharedBudgetsCondition.class)
	static class Shared {

		@Bean
		SharedLedger sightlineBudgetLedger(RedisConnectionFactory connections, Environment environment,
				ObjectProvider<MeterRegistry> registry) {
			return new SharedLedger(new RedisStore(connections, ServiceIdentity.of(environment).name()), registry);
		}

		/**
		 * Its commands belong to no request.
		 */
		@Bean
		ObservationPredicate sightlineBudgetLedgerObservationPredicate() {
			return (name, context) -> !SharedLedger.isCurrent();
		}

	}

}
