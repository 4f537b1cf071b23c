package dev.sightline.autoconfigure.database.redis;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.lettuce.core.AbstractRedisClient;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Listens to the clients of the connection factories that are beans, in place of what
 * Spring Boot would have Lettuce observe.
 */
class RedisClients implements BeanPostProcessor, SmartLifecycle {

	private static final String BOOT = LettuceObservationAutoConfiguration.class.getName();

	private final ListableBeanFactory beanFactory;

	private final ObjectProvider<RedisConnections> connections;

	private final Guard guard = new Guard(LoggerFactory.getLogger(RedisClients.class),
			"A client of Redis is not observed. This is told once.");

	private final Map<String, LettuceConnectionFactory> factories = new LinkedHashMap<>();

	/**
	 * A factory that is started again has a new client.
	 */
	private final Map<LettuceConnectionFactory, AbstractRedisClient> observed = new IdentityHashMap<>();

	private volatile boolean running;

	RedisClients(ListableBeanFactory beanFactory, ObjectProvider<RedisConnections> connections) {
		this.beanFactory = beanFactory;
		this.connections = connections;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ClientResourcesBuilderCustomizer && bean.getClass().getName().startsWith(BOOT)) {
			return new TracingCustomizer();
		}
		if (bean instanceof LettuceConnectionFactory factory) {
			synchronized (this.factories) {
				this.factories.put(beanName, factory);
				observe(beanName, factory);
			}
		}
		return bean;
	}

	private void observe(String name, LettuceConnectionFactory factory) {
		AbstractRedisClient client = factory.getNativeClient();
		// Clients with other resources, or whose tracing the user chose, are hers.
		if (client != null && client.getResources().tracing() instanceof RedisTracing
				&& this.observed.put(factory, client) != client) {
			this.guard.run(() -> {
				RedisTarget target = new RedisTarget(name, factory);
				this.connections.getObject().observe(target, client);
				client.addListener(new RedisCommands(target, this.beanFactory));
			});
			if (factory.getEagerInitialization() && factory.getShareNativeConnection()) {
				// It has a connection already, which no listener of commands can join.
				this.guard.run(factory::initConnection);
			}
		}
	}

	@Override
	public void start() {
		this.running = true;
		synchronized (this.factories) {
			this.factories.forEach(this::observe);
		}
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * After the connection factories.
	 */
	@Override
	public int getPhase() {
		return 1;
	}

	/**
	 * The first of all, so that a customizer of the user beats it.
	 */
	private static final class TracingCustomizer implements ClientResourcesBuilderCustomizer, Ordered {

		@Override
		public void customize(io.lettuce.core.resource.ClientResources.Builder builder) {
			builder.tracing(new RedisTracing());
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

}
