package dev.sightline.autoconfigure.condition;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Which signals have something to tell in this application: they are on, and what they
 * observe is there.
 */
public final class PresentSignals {

	private static final List<String> WEB = List.of("org.springframework.web.servlet.DispatcherServlet",
			"org.springframework.web.reactive.DispatcherHandler");

	/**
	 * Types of beans, one of which has to be there. A signal that is not named here needs
	 * none.
	 */
	private static final Map<Signal, List<String>> EVIDENCE = new EnumMap<>(Map.ofEntries(Map.entry(Signal.HTTP, WEB),
			Map.entry(Signal.UPLOAD, WEB),
			Map.entry(Signal.WEBSOCKET,
					List.of("org.springframework.web.socket.server.support.WebSocketHandlerMapping",
							"org.springframework.web.reactive.socket.WebSocketHandler")),
			Map.entry(Signal.JDBC, List.of("javax.sql.DataSource")),
			Map.entry(Signal.REDIS, List.of("org.springframework.data.redis.connection.RedisConnectionFactory")),
			Map.entry(Signal.R2DBC, List.of("io.r2dbc.spi.ConnectionFactory")),
			Map.entry(Signal.CACHE, List.of("org.springframework.cache.CacheManager")),
			Map.entry(Signal.STORAGE,
					List.of("software.amazon.awssdk.services.s3.S3Client",
							"software.amazon.awssdk.services.s3.S3AsyncClient")),
			Map.entry(Signal.LLM, List.of("org.springframework.ai.model.Model", "dev.langchain4j.model.chat.ChatModel",
					"dev.langchain4j.model.chat.StreamingChatModel", "dev.langchain4j.model.embedding.EmbeddingModel")),
			Map.entry(Signal.SECURITY,
					List.of("org.springframework.security.web.SecurityFilterChain",
							"org.springframework.security.web.server.SecurityWebFilterChain")),
			Map.entry(Signal.TRACING, List.of("io.micrometer.tracing.Tracer")),
			Map.entry(Signal.SENTRY, List.of("io.sentry.IScopes")),
			Map.entry(Signal.HEALTH, List.of("org.springframework.boot.health.registry.HealthContributorRegistry"))));

	private final ListableBeanFactory beans;

	private final Environment environment;

	private final @Nullable ClassLoader classLoader;

	/**
	 * Create it.
	 * @param beans the beans of the application; none is made by looking
	 * @param environment where the switches are looked up
	 * @param classLoader the class loader of the application, {@code null} for the
	 * default
	 */
	public PresentSignals(ListableBeanFactory beans, Environment environment, @Nullable ClassLoader classLoader) {
		this.beans = beans;
		this.environment = environment;
		this.classLoader = classLoader;
	}

	/**
	 * Whether a signal has something to tell. A signal that is switched on by name is
	 * taken at its word.
	 * @param signal the signal
	 * @return whether it is present
	 */
	public boolean has(Signal signal) {
		SignalState state = SignalState.of(signal, this.environment, this.classLoader);
		if (!state.enabled() || state.standingAside()) {
			return false;
		}
		List<String> types = EVIDENCE.get(signal);
		return types == null || this.environment.containsProperty(signal.getSwitch()) || hasBean(types);
	}

	/**
	 * Whether there is a bean.
	 * @param types names of classes, one of which is enough
	 * @return whether there is a bean of one of them
	 */
	public boolean hasBean(List<String> types) {
		return types.stream()
			.filter(this::hasClass)
			.anyMatch((type) -> this.beans.getBeanNamesForType(ClassUtils.resolveClassName(type, this.classLoader),
					true, false).length > 0);
	}

	/**
	 * Whether there is a class.
	 * @param type the name of the class
	 * @return whether it can be loaded
	 */
	public boolean hasClass(String type) {
		return ClassUtils.isPresent(type, this.classLoader);
	}

}
