package dev.sightline.autoconfigure.condition;

import org.jspecify.annotations.Nullable;

import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Whether a signal is on, and what decided.
 *
 * @param enabled whether the signal is on
 * @param standingAside whether the libraries behind the signal are to be left out too:
 * the signal was switched off by name, another instrumentation does its work, or Sentry
 * is not told where to send to
 * @param reason what decided, such as {@code "sightline.tracing.enabled=false"}
 */
public record SignalState(boolean enabled, boolean standingAside, String reason) {

	/**
	 * The switch for everything.
	 */
	public static final String SWITCH = "sightline.enabled";

	/**
	 * Find out whether a signal is on: its own switch decides, then another
	 * instrumentation on board, then the switch for everything. With nothing set, it is
	 * on.
	 * @param signal the signal
	 * @param environment where to look up the switches
	 * @param classLoader the class loader of the application, {@code null} for the
	 * default one
	 * @return the state
	 */
	public static SignalState of(Signal signal, Environment environment, @Nullable ClassLoader classLoader) {
		boolean all = environment.getProperty(SWITCH, Boolean.class, true);
		Boolean own = environment.getProperty(signal.getSwitch(), Boolean.class);
		if (own != null) {
			return new SignalState(own, all && !own, signal.getSwitch() + "=" + own);
		}
		if (!all) {
			return new SignalState(false, false, SWITCH + "=false");
		}
		if (signal == Signal.TRACING) {
			String other = OtherInstrumentation.find(environment, classLoader);
			if (other != null) {
				return new SignalState(false, true, other + " is on board");
			}
		}
		if (signal == Signal.SENTRY && !Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)
				&& !StringUtils.hasText(environment.getProperty("sentry.dsn"))) {
			return new SignalState(true, true, "sentry.dsn is blank or not set");
		}
		return new SignalState(true, false, "no switch is set");
	}

}
