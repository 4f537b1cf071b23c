package dev.sightline.autoconfigure.sentry;

import java.util.List;

import io.micrometer.observation.Observation;
import io.sentry.SentryEvent;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the request and of its route, and groups what Sentry would not find to be
 * alike.
 */
class RequestDetail implements EventDetail {

	@Override
	public void add(SentryEvent event, Observation.@Nullable Context context, Observation.@Nullable Context root) {
		if (root != null) {
			if (event.getTransaction() == null) {
				String route = WebRequests.route(root);
				event.setTransaction((route != null) ? route : root.getContextualName());
			}
			if (event.getRequest() == null) {
				event.setRequest(WebRequests.request(root));
			}
		}
		group(event);
	}

	/**
	 * Sentry groups by stack traces, and without one by the message, which often has an
	 * id in it.
	 */
	private static void group(SentryEvent event) {
		List<String> given = event.getFingerprints();
		Throwable thrown = event.getThrowable();
		if (thrown == null || (given != null && !given.isEmpty())) {
			return;
		}
		Throwable root = RootCause.of(thrown);
		if (root.getStackTrace().length == 0) {
			String route = event.getTransaction();
			event.setFingerprints(List.of(root.getClass().getName(), (route != null) ? route : "{{ default }}"));
		}
	}

}
