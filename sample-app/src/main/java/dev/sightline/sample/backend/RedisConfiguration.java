package dev.sightline.sample.backend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.RedisServer;

import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Starts a Redis with the application, unless there is the URL of one.
 */
@Configuration(proxyBeanMethods = false)
@Profile("redis")
@ConditionalOnExpression("environment.getProperty('spring.data.redis.url', '').isEmpty()")
class RedisConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(RedisConfiguration.class);

	@Bean(destroyMethod = "stop")
	RedisServer embeddedRedis() {
		try {
			// Without "save" it would leave a file where the application was started.
			RedisServer redis = RedisServer.newRedisServer()
				.bind("127.0.0.1")
				.port(freePort())
				.setting("save \"\"")
				.build();
			redis.start();
			logger.info("Redis listens on 127.0.0.1:{}", redis.ports().get(0));
			return redis;
		}
		catch (IOException | RuntimeException ex) {
			throw new EmbeddedServerException("Redis", "redis", "REDIS_URL", ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@Bean
	DataRedisConnectionDetails embeddedRedisConnectionDetails(RedisServer redis) {
		return new DataRedisConnectionDetails() {

			@Override
			public Standalone getStandalone() {
				return Standalone.of("127.0.0.1", redis.ports().get(0));
			}

		};
	}

}
