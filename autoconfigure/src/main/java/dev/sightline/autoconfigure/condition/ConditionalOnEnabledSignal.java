package dev.sightline.autoconfigure.condition;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches when a signal is on: see {@link SignalState#of}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.METHOD })
@Documented
@Conditional(OnEnabledSignalCondition.class)
public @interface ConditionalOnEnabledSignal {

	/**
	 * The signal.
	 * @return the signal
	 */
	Signal value();

}
