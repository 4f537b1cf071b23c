package dev.sightline.autoconfigure.redaction;

import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for the redactor that all signals share.
 */
@AutoConfiguration
@Conditional(OnRedactorInUseCondition.class)
@EnableConfigurationProperties(RedactionProperties.class)
public final class RedactionAutoConfiguration {

	/**
	 * The name of a function of the user that is applied to every text.
	 */
	private static final String CUSTOM = "sightlineRedaction";

	@Bean
	Redactor sightlineRedactor(Environment environment,
			@Qualifier(CUSTOM) ObjectProvider<UnaryOperator<String>> custom) {
		Redactor redactor = Redactor.of(environment);
		redactor.use(custom.getIfAvailable());
		return redactor;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class Metrics {

		@Bean
		MeterBinder sightlineRedactionMetrics(Redactor redactor) {
			return (registry) -> FunctionCounter.builder("sightline.redaction.failures", redactor, Redactor::failures)
				.description("Texts that could not be looked at, and did not leave")
				.register(registry);
		}

	}

}
