package dev.sightline.autoconfigure.llm.health;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of one provider: how its last calls ended. Nobody asks the provider for it.
 */
final class ProviderHealth implements HealthIndicator {

	/**
	 * How long a call counts. A provider without a younger one is unknown, which is not
	 * down, so that one that gets no calls because it was down is tried again.
	 */
	static final Duration WINDOW = Duration.ofMinutes(5);

	/**
	 * As many calls are kept.
	 */
	private static final int CALLS = 50;

	/**
	 * Fewer calls say nothing of a rate.
	 */
	private static final int ENOUGH = 10;

	private static final double RATE = 0.5;

	private static final int CONSECUTIVE = 5;

	private final LongSupplier clock;

	private final Call[] calls = new Call[CALLS];

	private int next;

	ProviderHealth(LongSupplier clock) {
		this.clock = clock;
	}

	/**
	 * Note how a call ended.
	 */
	synchronized void ended(Outcome outcome) {
		this.calls[this.next] = new Call(this.clock.getAsLong(), outcome);
		this.next = (this.next + 1) % CALLS;
	}

	@Override
	public synchronized Health health() {
		int calls = 0;
		int failures = 0;
		int limited = 0;
		int consecutive = 0;
		boolean streak = true;
		long now = this.clock.getAsLong();
		for (int i = 1; i <= CALLS; i++) {
			Call call = this.calls[Math.floorMod(this.next - i, CALLS)];
			if (call == null || now - call.time() > WINDOW.toNanos()) {
				break;
			}
			calls++;
			if (call.outcome() == Outcome.SUCCESS) {
				streak = false;
				continue;
			}
			failures++;
			limited += (call.outcome() == Outcome.LIMITED) ? 1 : 0;
			consecutive += streak ? 1 : 0;
		}
		boolean down = consecutive >= CONSECUTIVE || calls >= ENOUGH && failures >= RATE * calls;
		Health.Builder health = (calls == 0) ? Health.unknown() : (down ? Health.down() : Health.up());
		return health.withDetail("calls", calls)
			.withDetail("failures", failures)
			.withDetail("consecutiveFailures", consecutive)
			.withDetail("rateLimited", limited)
			.build();
	}

	/**
	 * How a call ended.
	 */
	enum Outcome {

		SUCCESS, FAILURE, LIMITED

	}

	private record Call(long time, Outcome outcome) {

	}

}
