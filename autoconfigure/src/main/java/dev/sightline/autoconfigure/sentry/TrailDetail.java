package dev.sightline.autoconfigure.sentry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.sentry.Breadcrumb;
import io.sentry.Hint;
import io.sentry.SentryEvent;
import io.sentry.SentryLevel;
import io.sentry.SentryOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.trail.Crumb;

/**
 * Makes breadcrumbs of what happened before an event.
 */
class TrailDetail implements EventDetail {

	/**
	 * Key-values beyond the few by which an observation is known, that say most about it.
	 * The text of a statement has no values.
	 */
	private static final List<String> TELLING = List.of("http.url", "db.query.text");

	private static final String TRACE = "trace_id";

	private static final String SPAN = "span_id";

	private final SentryOptions options;

	private final SentryReports reports;

	private final TraceIds.Finder traces;

	private final Guard guard = new Guard(LoggerFactory.getLogger(TrailDetail.class),
			"A breadcrumb for Sentry was dropped, since it or the BeforeBreadcrumbCallback of the application failed."
					+ " This is told once.");

	TrailDetail(SentryOptions options, SentryReports reports, TraceIds.Finder traces) {
		this.options = options;
		this.reports = reports;
		this.traces = traces;
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
			this.guard.run(() -> {
				Breadcrumb breadcrumb = accepted(breadcrumb(entry, root));
				if (breadcrumb != null) {
					breadcrumbs.add(breadcrumb);
				}
			});
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

	private Breadcrumb breadcrumb(Trail.Entry entry, Observation.@Nullable Context root) {
		Breadcrumb breadcrumb = new Breadcrumb(entry.millis());
		breadcrumb.setLevel(SentryLevel.INFO);
		Observation.Context within = root;
		if (entry.what() instanceof Trail.Told told) {
			told.tell(breadcrumb);
			within = told.within();
		}
		else if (entry.what() instanceof Crumb crumb) {
			name(breadcrumb, crumb.name(), crumb.message());
			data(breadcrumb, crumb.keyValues());
		}
		else if (entry.what() instanceof Observation.Context context) {
			tell(context, breadcrumb);
			within = context;
		}
		TraceIds ids = (within != null) ? this.traces.of(within) : null;
		if (ids != null) {
			breadcrumb.setData(TRACE, ids.traceId());
			breadcrumb.setData(SPAN, ids.spanId());
		}
		return breadcrumb;
	}

	private static void name(Breadcrumb breadcrumb, String name, String message) {
		boolean http = name.startsWith("http.client");
		breadcrumb.setType(http ? "http" : (name.startsWith("db.") ? "query" : "default"));
		breadcrumb.setCategory(name);
		breadcrumb.setMessage(message);
	}

	private static void data(Breadcrumb breadcrumb, KeyValues keyValues) {
		for (KeyValue keyValue : keyValues) {
			breadcrumb.setData(keyValue.getKey(), keyValue.getValue());
		}
	}

	private static void tell(Observation.Context context, Breadcrumb breadcrumb) {
		String name = String.valueOf(context.getName());
		name(breadcrumb, name, (context.getContextualName() != null) ? context.getContextualName() : name);
		data(breadcrumb, context.getLowCardinalityKeyValues());
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
