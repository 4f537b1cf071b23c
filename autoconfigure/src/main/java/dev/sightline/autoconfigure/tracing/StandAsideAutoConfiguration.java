package dev.sightline.autoconfigure.tracing;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.condition.SignalState;

/**
 * Auto-configuration that says when tracing is left to another instrumentation.
 */
@AutoConfiguration
@Conditional(OnStandingAsideCondition.class)
public final class StandAsideAutoConfiguration {

	@Bean
	StandAsideNotice sightlineStandAsideNotice(Environment environment, ResourceLoader resourceLoader) {
		return new StandAsideNotice(SignalState.of(Signal.TRACING, environment, resourceLoader.getClassLoader()));
	}

}
