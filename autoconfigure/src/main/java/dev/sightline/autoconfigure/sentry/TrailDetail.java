package dev.sightline.autoconfigure.sentry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.sentry.Breadcrumb;
import io.sentry.Hint;
import io.sentry.SentryEvent;
import io.sentry.SentryLevel;
import io.sentry.SentryOptions;
import org.jspecify.annotations.Nullable;

/**
 * Makes breadcrumbs of what happened before an event.
 */
class TrailDetail implements EventDetail {

	/**
	 * Key-values beyond the few by which an observation is known, that say most about it.
	 * The text of a statement has no values.
	 */
	private static final List<String> TELLING = List.of("http.url", "db.query.text");

	private final SentryOptions options;

	private final SentryReports reports;

	TrailDetail(SentryOptions options, SentryReports reports) {
		this.options = options;
		this.reports = reports;
	}

	@Override
	public void add(SentryEvent event, Observation.@Nullable Context context, Observation.@Nullable Context root) {
		List<Trail.Entry> entries = new ArrayList<>(this.reports.changes());
		Trail trail = (root != null) ? Trail.find(root) : null;
		if (trail != null) {
			entries.addAll(trail.entries());
		}
		if (entries.isEmpty()) {
			return;
		}
		List<Breadcrumb> breadcrumbs = new ArrayList<>();
		if (event.getBreadcrumbs() != null) {
			breadcrumbs.addAll(event.getBreadcrumbs());
		}
		for (Trail.Entry entry : entries) {
			Breadcrumb breadcrumb = accepted(breadcrumb(entry));
			if (breadcrumb != null) {
				breadcrumbs.add(breadcrumb);
			}
		}
		breadcrumbs.sort(Comparator.comparing(Breadcrumb::getTimestamp));
		int surplus = Math.max(0, breadcrumbs.size() - this.options.getMaxBreadcrumbs());
		event.setBreadcrumbs(new ArrayList<>(breadcrumbs.subList(surplus, breadcrumbs.size())));
	}

	/**
	 * What the application's callback leaves of it.
	 */
	private @Nullable Breadcrumb accepted(Breadcrumb breadcrumb) {
		SentryOptions.BeforeBreadcrumbCallback callback = this.options.getBeforeBreadcrumb();
		return (callback != null) ? callback.execute(breadcrumb, new Hint()) : breadcrumb;
	}

	private static Breadcrumb breadcrumb(Trail.Entry entry) {
		Breadcrumb breadcrumb = new Breadcrumb(entry.millis());
		breadcrumb.setLevel(SentryLevel.INFO);
		if (entry.what() instanceof Trail.Crumb crumb) {
			crumb.tell(breadcrumb);
		}
		else if (entry.what() instanceof Observation.Context context) {
			tell(context, breadcrumb);
		}
		return breadcrumb;
	}

	private static void tell(Observation.Context context, Breadcrumb breadcrumb) {
		String name = String.valueOf(context.getName());
		boolean http = name.startsWith("http.client");
		breadcrumb.setType(http ? "http" : (name.startsWith("db.") ? "query" : "default"));
		breadcrumb.setCategory(name);
		breadcrumb.setMessage((context.getContextualName() != null) ? context.getContextualName() : name);
		for (KeyValue keyValue : context.getLowCardinalityKeyValues()) {
			breadcrumb.setData(keyValue.getKey(), keyValue.getValue());
		}
		for (String key : TELLING) {
			KeyValue keyValue = context.getHighCardinalityKeyValue(key);
			if (keyValue != null) {
				breadcrumb.setData(key, keyValue.getValue());
			}
		}
		ModelCall.read(context).forEach(breadcrumb::setData);
		if (context.getError() != null) {
			breadcrumb.setLevel(SentryLevel.ERROR);
		}
	}

}
