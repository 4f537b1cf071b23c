package dev.sightline.autoconfigure.export;

import java.time.Duration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * Auto-configuration for the one step in which all signals send what they still have,
 * when the application ends.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnBean(ShutdownFlush.class)
@EnableConfigurationProperties(ShutdownProperties.class)
public final class ShutdownAutoConfiguration {

	@Bean
	ShutdownStep sightlineShutdownStep(ObjectProvider<ShutdownFlush> all, ShutdownProperties properties) {
		Duration timeout = properties.getShutdownTimeout();
		if (timeout.isNegative() || timeout.compareTo(Duration.ofHours(1)) > 0) {
			throw new InvalidConfigurationPropertyValueException("sightline.shutdown-timeout", timeout,
					"It has to be from 0s to 1h.");
		}
		return new ShutdownStep(all, timeout);
	}

}
