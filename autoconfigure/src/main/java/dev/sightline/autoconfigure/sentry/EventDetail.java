package dev.sightline.autoconfigure.sentry;

import io.micrometer.observation.Observation;
import io.sentry.SentryEvent;
import org.jspecify.annotations.Nullable;

/**
 * Adds what is known of one kind of thing to an event.
 */
@FunctionalInterface
interface EventDetail {

	/**
	 * Add it.
	 * @param event the event
	 * @param context the innermost observation that it is about, {@code null} if there is
	 * none
	 * @param root the outermost around it, {@code null} if there is none
	 */
	void add(SentryEvent event, Observation.@Nullable Context context, Observation.@Nullable Context root);

}
