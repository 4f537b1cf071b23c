package dev.sightline.autoconfigure.bounded;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Tells meters that read their value from an object from those that are recorded to. The
 * ids of both have one type, and a registry that finds one where the other is fails.
 */
final class FunctionMeters {

	/**
	 * Where such meters come from.
	 */
	private static final String MORE = MeterRegistry.More.class.getName();

	/**
	 * Filters of others may be in between.
	 */
	private static final int DEPTH = 32;

	private static final StackWalker walker = StackWalker.getInstance();

	private FunctionMeters() {
	}

	/**
	 * Whether a meter is one.
	 */
	static boolean isOne(Meter meter) {
		return meter instanceof FunctionCounter || meter instanceof FunctionTimer;
	}

	/**
	 * Whether this thread registers one. That is looked up on its stack, as nothing else
	 * knows, which takes long: ask only for what is beyond a limit and may be one.
	 */
	static boolean isBeingRegistered(Meter.Id id) {
		if (id.getType() != Meter.Type.COUNTER && id.getType() != Meter.Type.TIMER) {
			return false;
		}
		String registry = MeterRegistry.class.getName();
		return walker.walk((frames) -> frames.limit(DEPTH)
			.map(StackWalker.StackFrame::getClassName)
			.dropWhile((name) -> !name.equals(registry))
			.dropWhile((name) -> name.equals(registry))
			.findFirst()
			.filter(MORE::equals)
			.isPresent());
	}

}
