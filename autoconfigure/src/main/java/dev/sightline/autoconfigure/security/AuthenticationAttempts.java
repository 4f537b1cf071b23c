package dev.sightline.autoconfigure.security;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.bounded.RepeatedLine;
import dev.sightline.autoconfigure.security.SecurityEventProperties.BruteForce;

/**
 * Tells of attempts to authenticate, and of those that look like guessing.
 */
class AuthenticationAttempts implements MeterBinder {

	/**
	 * The counter of attempts, by method and result.
	 */
	static final String COUNTER = "auth.attempts";

	/**
	 * The timer of attempts, by method and result.
	 */
	static final String TIMER = "auth.duration";

	/**
	 * The gauge of accounts and addresses that look like guessing.
	 */
	static final String SUSPECTS = "security.suspects";

	private static final Logger logger = LoggerFactory.getLogger(AuthenticationAttempts.class);

	private final ObjectProvider<MeterRegistry> registry;

	private final SecurityEvents events;

	private final boolean includeSubject;

	private final FailureWindow accounts;

	private final FailureWindow addresses;

	private final Map<AuthenticationMethod, RepeatedLine> lines = new EnumMap<>(AuthenticationMethod.class);

	private final Guard guard = new Guard(logger, "An attempt to authenticate was not told of. This is told once.");

	AuthenticationAttempts(ObjectProvider<MeterRegistry> registry, SecurityEvents events,
			SecurityEventProperties properties) {
		this.registry = registry;
		this.events = events;
		this.includeSubject = properties.isIncludeSubject();
		this.accounts = window(properties.getBruteForce());
		this.addresses = window(properties.getBruteForce());
		for (AuthenticationMethod method : AuthenticationMethod.values()) {
			this.lines.put(method, new RepeatedLine(SecurityLines.PAUSE));
		}
	}

	private static FailureWindow window(BruteForce properties) {
		if (properties.getThreshold() < 1) {
			throw new InvalidConfigurationPropertyValueException(BruteForce.THRESHOLD, properties.getThreshold(),
					"It has to be 1 or more.");
		}
		if (properties.getWindow().isNegative() || properties.getWindow().isZero()) {
			throw new InvalidConfigurationPropertyValueException(BruteForce.WINDOW, properties.getWindow(),
					"It has to be longer than nothing, such as 5m.");
		}
		return new FailureWindow(properties.getThreshold(), properties.getWindow(), System::nanoTime);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		suspects(registry, "account", this.accounts);
		suspects(registry, "address", this.addresses);
	}

	private static void suspects(MeterRegistry registry, String kind, FailureWindow window) {
		Gauge.builder(SUSPECTS, window, FailureWindow::suspicious)
			.description("Those whose failed logins look like guessing")
			.tag("kind", kind)
			.register(registry);
	}

	/**
	 * Somebody proved who she is.
	 */
	void succeeded(AuthenticationMethod method, Client client) {
		this.guard.run(() -> {
			count(method, true);
			if (method.isLogin()) {
				log(method, client);
			}
		});
	}

	/**
	 * Somebody did not.
	 * @param reason the kind of failure
	 */
	void failed(AuthenticationMethod method, Client client, String reason) {
		this.guard.run(() -> count(method, false));
		this.events.add(SecurityEventType.LOGIN_FAILED, client, method.text() + ", " + reason);
		suspect(this.accounts, client.account(), client, "of one account");
		suspect(this.addresses, client.address(), client, "from one address");
	}

	/**
	 * An attempt ended.
	 * @param nanos how long it took
	 */
	void measured(AuthenticationMethod method, boolean success, long nanos) {
		this.guard.run(() -> this.registry.ifAvailable((registry) -> Timer.builder(TIMER)
			.description("Time that it takes to authenticate somebody")
			.tag("method", method.text())
			.tag("result", result(success))
			.register(registry)
			.record(nanos, TimeUnit.NANOSECONDS)));
	}

	private void count(AuthenticationMethod method, boolean success) {
		this.registry.ifAvailable((registry) -> Counter.builder(COUNTER)
			.description("Attempts to authenticate")
			.tag("method", method.text())
			.tag("result", result(success))
			.register(registry)
			.increment());
	}

	private static String result(boolean success) {
		return success ? "success" : "failure";
	}

	private void log(AuthenticationMethod method, Client client) {
		int unlogged = Objects.requireNonNull(this.lines.get(method)).ask();
		if (unlogged != RepeatedLine.NOT_NOW) {
			SecurityLines
				.subject(logger.atInfo().addKeyValue("event_type", "audit").addKeyValue("auth.method", method.text()),
						client, this.includeSubject)
				.log("Login by {} succeeded{}", method.text(), SecurityLines.unlogged(unlogged));
		}
	}

	private void suspect(FailureWindow window, @Nullable String key, Client client, String whose) {
		if (key != null && window.add(key)) {
			this.events.add(SecurityEventType.BRUTE_FORCE, client, "many failed logins " + whose);
		}
	}

}
