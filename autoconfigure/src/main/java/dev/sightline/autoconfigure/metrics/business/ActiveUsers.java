package dev.sightline.autoconfigure.metrics.business;

import java.security.Principal;
import java.time.Duration;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * How many users made a request in the last minutes.
 */
class ActiveUsers implements MeterBinder {

	private static final Duration SHORTEST = Duration.ofMinutes(1);

	private static final Duration LONGEST = Duration.ofDays(1);

	/**
	 * Who has not logged in, as Spring Security for reactive applications has it.
	 */
	private static final String ANONYMOUS = "AnonymousAuthenticationToken";

	private final DistinctCount count;

	private final Guard guard = new Guard(LoggerFactory.getLogger(ActiveUsers.class),
			"A user was not counted as active. This is told once.");

	ActiveUsers(Duration window) {
		if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
			throw new InvalidConfigurationPropertyValueException("sightline.metrics.business.active-users.window",
					window, "It has to be from 1m to 1d, such as 15m.");
		}
		this.count = new DistinctCount(window, System::nanoTime);
	}

	/**
	 * Note that a user makes a request.
	 * @param user finds the user, and may fail as the store of a session may; gives
	 * {@code null} if nobody is logged in
	 */
	void seen(Supplier<? extends @Nullable Principal> user) {
		this.guard.run(() -> {
			Principal principal = user.get();
			String name = (principal != null && !principal.getClass().getSimpleName().equals(ANONYMOUS))
					? principal.getName() : null;
			if (name != null) {
				this.count.add(name);
			}
		});
	}

	/**
	 * Note that it is not known who makes a request.
	 */
	void failed(Throwable ex) {
		this.guard.tell(ex);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("active.users", this.count, DistinctCount::estimate)
			.description("Users who made a request in the last minutes, about")
			.register(registry);
	}

}
