package dev.sightline.autoconfigure.dashboard;

import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.condition.SignalState;

/**
 * The signals of this application: those that are on and have something to observe. One
 * that is switched on by name is among them, whatever libraries there are.
 */
final class AppSignals implements Predicate<Signal> {

	/**
	 * The libraries of which a signal needs one. Signals that need none are left out.
	 */
	private static final Map<Signal, String[]> LIBRARIES = Map.of(Signal.WEBSOCKET,
			new String[] { "org.springframework.web.socket.WebSocketHandler",
					"org.springframework.web.reactive.socket.WebSocketHandler" },
			Signal.JDBC, new String[] { "org.springframework.jdbc.datasource.DelegatingDataSource" }, Signal.REDIS,
			new String[] { "io.lettuce.core.RedisClient" }, Signal.R2DBC,
			new String[] { "io.r2dbc.spi.ConnectionFactory" }, Signal.STORAGE,
			new String[] { "software.amazon.awssdk.services.s3.S3Client" }, Signal.LLM,
			new String[] { "org.springframework.ai.model.Model", "dev.langchain4j.model.chat.ChatModel" },
			Signal.SECURITY, new String[] { "org.springframework.security.core.Authentication" });

	private final Environment environment;

	private final @Nullable ClassLoader classLoader;

	AppSignals(Environment environment, @Nullable ClassLoader classLoader) {
		this.environment = environment;
		this.classLoader = classLoader;
	}

	@Override
	public boolean test(Signal signal) {
		SignalState state = SignalState.of(signal, this.environment, this.classLoader);
		if (!state.enabled() || state.standingAside()) {
			return false;
		}
		if (this.environment.containsProperty(signal.getSwitch())) {
			return true;
		}
		String[] libraries = LIBRARIES.getOrDefault(signal, new String[0]);
		for (String library : libraries) {
			if (ClassUtils.isPresent(library, this.classLoader)) {
				return true;
			}
		}
		return libraries.length == 0;
	}

}
