package dev.sightline.autoconfigure.database.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.tracing.LettuceObservationConvention;
import io.lettuce.core.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the commands and the connections of Lettuce. It takes the place
 * of what Spring Boot does for them, unless the user names commands in her own way.
 */
@AutoConfiguration(after = LettuceObservationAutoConfiguration.class)
@ConditionalOnClass({ RedisClient.class, LettuceConnectionFactory.class, LettuceObservationAutoConfiguration.class,
		ObservationRegistry.class, MeterRegistry.class })
@ConditionalOnMissingBean({ Tracing.class, LettuceObservationConvention.class })
@ConditionalOnEnabledSignal(Signal.REDIS)
public final class RedisObservationAutoConfiguration {

	@Bean
	RedisConnections sightlineRedisConnections() {
		return new RedisConnections();
	}

	@Bean
	static RedisClients sightlineRedisClients(ListableBeanFactory beanFactory,
			ObjectProvider<RedisConnections> connections) {
		return new RedisClients(beanFactory, connections);
	}

}
