package dev.sightline.autoconfigure.condition;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches if the user has set anything below one of some prefixes, whatever it is.
 *
 * @see Settings#below
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnSettingsCondition.class)
public @interface ConditionalOnSettings {

	/**
	 * The prefixes.
	 * @return such as {@code "sightline.slo"}
	 */
	String[] value();

}
