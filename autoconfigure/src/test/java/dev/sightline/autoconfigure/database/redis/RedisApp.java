package dev.sightline.autoconfigure.database.redis;

import java.time.Duration;

import io.lettuce.core.resource.ClientResources;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with Spring Boot's connection factory and two of its own.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableCaching
@Import(RedisApp.Tickets.class)
class RedisApp {

	@Bean(defaultCandidate = false)
	LettuceConnectionFactory archive(ClientResources resources, @Value("${spring.data.redis.port}") int port,
			@Value("${spring.data.redis.password}") String password) {
		RedisStandaloneConfiguration server = new RedisStandaloneConfiguration("127.0.0.1", port);
		server.setPassword(password);
		server.setDatabase(3);
		return new LettuceConnectionFactory(server,
				LettuceClientConfiguration.builder().clientResources(resources).build());
	}

	/**
	 * For a server that comes and goes.
	 */
	@Bean(defaultCandidate = false)
	LettuceConnectionFactory frail(ClientResources resources, @Value("${frail}") int port) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", port),
				LettuceClientConfiguration.builder()
					.clientResources(resources)
					.commandTimeout(Duration.ofSeconds(1))
					.build());
		factory.setEagerInitialization(true);
		return factory;
	}

	@RestController
	static class Tickets {

		private final StringRedisTemplate template;

		private final ReactiveStringRedisTemplate reactiveTemplate;

		Tickets(StringRedisTemplate template, ReactiveStringRedisTemplate reactiveTemplate) {
			this.template = template;
			this.reactiveTemplate = reactiveTemplate;
		}

		@GetMapping("/read")
		String read() {
			this.template.opsForValue().set("canary-key", "canary-value");
			return this.template.opsForValue().get("canary-key");
		}

		@GetMapping("/wrong")
		Long wrong() {
			return this.template.opsForSet().add("canary-key", "canary-value");
		}

		@GetMapping("/react")
		Mono<String> react() {
			return this.reactiveTemplate.opsForList()
				.leftPush("canary-list", "canary-value")
				.delayElement(Duration.ofMillis(1))
				.then(this.reactiveTemplate.opsForList().leftPop("canary-list"));
		}

	}

}
