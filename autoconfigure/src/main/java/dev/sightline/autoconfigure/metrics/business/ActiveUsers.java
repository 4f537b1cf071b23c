package dev.sightline.autoconfigure.metrics.business;

import java.security.Principal;
import java.time.Duration;

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
	 * @param principal the user, {@code null} if nobody is logged in
	 */
	void seen(@Nullable Principal principal) {
		if (principal != null) {
			this.guard.run(() -> {
				String name = principal.getName();
				if (name != null) {
					this.count.add(name);
				}
			});
		}
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("active.users", this.count, DistinctCount::estimate)
			.description("Users who made a request in the last minutes, about")
			.register(registry);
	}

}
