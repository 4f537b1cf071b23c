package dev.sightline.autoconfigure.condition;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * Leaves out the auto-configurations that stand behind a signal which was switched off by
 * name.
 */
class SignalImportFilter extends SpringBootCondition
		implements AutoConfigurationImportFilter, EnvironmentAware, BeanFactoryAware, BeanClassLoaderAware {

	private @Nullable Environment environment;

	private @Nullable BeanFactory beanFactory;

	private @Nullable ClassLoader classLoader;

	/**
	 * Kept, because the filter is asked once for every class that is imported.
	 */
	private @Nullable Map<String, ConditionOutcome> outcomes;

	@Override
	public boolean[] match(@Nullable String[] autoConfigurationClasses,
			AutoConfigurationMetadata autoConfigurationMetadata) {
		boolean[] match = new boolean[autoConfigurationClasses.length];
		Arrays.fill(match, true);
		Map<String, ConditionOutcome> left = outcomes();
		if (left.isEmpty()) {
			return match;
		}
		ConditionEvaluationReport report = (this.beanFactory != null) ? ConditionEvaluationReport.find(this.beanFactory)
				: null;
		for (int i = 0; i < match.length; i++) {
			String autoConfiguration = autoConfigurationClasses[i];
			ConditionOutcome outcome = (autoConfiguration != null) ? left.get(autoConfiguration) : null;
			if (autoConfiguration != null && outcome != null) {
				match[i] = false;
				if (report != null) {
					report.recordConditionEvaluation(autoConfiguration, this, outcome);
				}
			}
		}
		return match;
	}

	private Map<String, ConditionOutcome> outcomes() {
		Map<String, ConditionOutcome> outcomes = this.outcomes;
		if (outcomes == null) {
			outcomes = findOutcomes();
			this.outcomes = outcomes;
		}
		return outcomes;
	}

	private Map<String, ConditionOutcome> findOutcomes() {
		Assert.state(this.environment != null, "'environment' must not be null");
		Map<String, ConditionOutcome> outcomes = new HashMap<>();
		for (Signal signal : Signal.values()) {
			SignalState state = SignalState.of(signal, this.environment, this.classLoader);
			if (state.standingAside()) {
				ConditionOutcome outcome = ConditionOutcome
					.noMatch(ConditionMessage.forCondition(ConditionalOnEnabledSignal.class, signal.getName())
						.because(state.reason()));
				signal.getAutoConfigurations().forEach((name) -> outcomes.put(name, outcome));
			}
		}
		return outcomes;
	}

	/**
	 * Never asked: the filter is a condition only so that the report can name it.
	 */
	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return ConditionOutcome.match();
	}

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void setBeanClassLoader(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

}
